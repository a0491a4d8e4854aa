using Microsoft.Extensions.Caching.Memory;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>
/// Keys as the settings tell them and as the cluster knows them, which is asked again every few seconds: as long may one that was
/// revoked go on. Wrong ones are not remembered, since a new key is to be good at once.
/// </summary>
internal sealed class KnownKeys(SettingsKeys settings, IGrainFactory grains, PatientCalls calls, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Lifespan = TimeSpan.FromSeconds(2);

    private const int Capacity = 10_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Capacity });

    public async Task<SignInOutcome> VerifyAsync(string text, CancellationToken cancellationToken) =>
        await FindAsync(KeySecret.IdOf(text), KeySecret.Hash(text), cancellationToken);

    /// <summary>Whether a key by which somebody signed in is still valid.</summary>
    public async Task<bool> IsStillAsync(string? id, string? proof, CancellationToken cancellationToken) =>
        id is not null && proof is not null && (await FindAsync(id, Convert.FromHexString(proof), cancellationToken)).Identity is not null;

    public void Dispose() => _known.Dispose();

    /// <param name="id">Null for a text that only the settings may have as a key.</param>
    private async Task<SignInOutcome> FindAsync(string? id, byte[] hash, CancellationToken cancellationToken)
    {
        var proof = Convert.ToHexString(hash);
        if (settings.Find(proof) is { } own)
        {
            return SignInBy(own, proof);
        }

        if (id is null)
        {
            return SignInOutcome.Guessed;
        }

        if (_known.TryGetValue(proof, out Known? known) && time.GetElapsedTime(known!.At) < Lifespan)
        {
            return SignInBy(known.Key, proof);
        }

        var asked = time.GetTimestamp();
        if (await calls.AskShortAsync(() => grains.GetAccessKeys().FindAsync(id, hash), cancellationToken) is not { } key)
        {
            return SignInOutcome.Guessed;
        }

        _known.Set(
            proof, new Known(key, asked), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Lifespan });
        return SignInBy(key, proof);
    }

    private SignInOutcome SignInBy(AccessKey key, string proof) =>
        key.IsValid(time.GetUtcNow()) ? SignInOutcome.As(Person.Of(key, proof)) : SignInOutcome.Ended;

    private sealed record Known(AccessKey Key, long At);
}
