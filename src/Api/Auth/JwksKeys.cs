using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Switchyard.Auth;

/// <summary>
/// The public keys that sign tokens, as their issuer publishes them. Asked for once and kept; however many requests wait,
/// one question is under way, and a key that is not there is asked for again at most every two seconds.
/// </summary>
internal sealed partial class JwksKeys(HttpClient http, Uri url, TimeProvider time, ILogger<JwksKeys> logger) : IDisposable
{
    /// <summary>Bytes of the longest answer that is read.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>The original's.</summary>
    public static readonly TimeSpan Lifespan = TimeSpan.FromSeconds(3000);

    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private FrozenDictionary<string, SecurityKey>? _keys;
    private long _keysAt;
    private Task? _asking;
    private long? _askedAt;
    private bool _failed;

    /// <summary>The key of this id; null when the issuer does not publish it.</summary>
    /// <exception cref="KeysUnavailableException">The issuer cannot be asked just now.</exception>
    public async Task<SecurityKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (Known(id) is { } known)
        {
            return known;
        }

        if (AskOnce() is { } asking)
        {
            await asking.WaitAsync(cancellationToken);
        }

        return Known(id) ?? (Volatile.Read(ref _failed) ? throw new KeysUnavailableException() : null);
    }

    public void Dispose() => http.Dispose();

    private SecurityKey? Known(string id)
    {
        lock (_lock)
        {
            return _keys is not null && time.GetElapsedTime(_keysAt) < Lifespan ? _keys.GetValueOrDefault(id) : null;
        }
    }

    /// <summary>The question that is under way, or a new one; null when the last is too young for another.</summary>
    private Task? AskOnce()
    {
        lock (_lock)
        {
            if (_asking is not null)
            {
                return _asking;
            }

            if (_askedAt is { } asked && time.GetElapsedTime(asked) < AskAgainAfter)
            {
                return null;
            }

            _askedAt = time.GetTimestamp();
            return _asking = Task.Run(AskAsync);
        }
    }

    private async Task AskAsync()
    {
        FrozenDictionary<string, SecurityKey>? keys = null;
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            keys = Read(await http.GetStringAsync(url, patience.Token));
        }
        // Whatever it is (no route, no answer, no JSON), the next question may fare better.
        catch (Exception failure)
        {
            LogFailure(url, failure.Message);
        }

        lock (_lock)
        {
            _asking = null;
            _failed = keys is null;
            if (keys is not null)
            {
                (_keys, _keysAt) = (keys, time.GetTimestamp());
            }
        }
    }

    /// <exception cref="InvalidDataException">None of the keys can be used; an issuer signs with something.</exception>
    private static FrozenDictionary<string, SecurityKey> Read(string json)
    {
        var keys = new JsonWebKeySet(json).Keys
            .Where(key => key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.KeyId is not null && key.Use is null or "" or JsonWebKeyUseNames.Sig)
            .DistinctBy(key => key.KeyId)
            .ToFrozenDictionary(key => key.KeyId, SecurityKey (key) => key, StringComparer.Ordinal);
        return keys.Count > 0 ? keys : throw new InvalidDataException("no key that can be used is among them");
    }

    [LoggerMessage(1003, LogLevel.Warning, "The signing keys at {Url} could not be read: {Reason}")]
    private partial void LogFailure(Uri url, string reason);
}

/// <summary>Whether a token is right cannot be said: its issuer's keys cannot be had just now.</summary>
internal sealed class KeysUnavailableException() : Exception("The keys that sign tokens cannot be read just now.");
