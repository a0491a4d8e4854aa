using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Switchyard.Configuration;

namespace Switchyard.Auth;

/// <summary>
/// The keys that the settings tell (<c>Auth:Keys</c>), for who mounts secrets instead of making keys: no database knows them, each
/// front end has its own, and one is revoked by a start without it.
/// </summary>
internal sealed partial class SettingsKeys
{
    private const string Section = "Auth:Keys";
    private const int Most = 1000;

    private readonly FrozenDictionary<string, AccessKey> _byProof;

    private SettingsKeys(IReadOnlyDictionary<string, AccessKey> byProof) => _byProof = byProof.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="doors">The names of all doors.</param>
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static SettingsKeys Read(IReadOnlyList<KeyOptions> options, IReadOnlyCollection<string> doors)
    {
        if (options.Count > Most)
        {
            throw StartRefusedException.Setting($"{Section}: there are more than {Most} keys");
        }

        var keys = new Dictionary<string, AccessKey>(StringComparer.Ordinal);
        foreach (var (place, one) in options.Index())
        {
            var path = $"{Section}:{place}";
            if (KeyRules.WhyWrong(one.Name, one.Role?.ToString(), one.Doors, one.Queues, doors) is { } wrong)
            {
                throw StartRefusedException.Setting($"{path}: {wrong.TrimEnd('.')}");
            }

            var key = new AccessKey
            {
                Id = $"settings-{place}",
                Name = one.Name!,
                Role = one.Role!.Value,
                CreatedAt = DateTimeOffset.UnixEpoch,
                Doors = one.Doors,
                Queues = one.Queues,
            };
            if (!keys.TryAdd(ProofOf(path, one), key))
            {
                throw StartRefusedException.Setting($"{path} is the same key as one before it");
            }
        }

        return new(keys);
    }

    /// <summary>Null: it is none of these.</summary>
    /// <param name="proof">The hash of its text, in upper hexadecimal.</param>
    public AccessKey? Find(string proof) => _byProof.GetValueOrDefault(proof);

    private static string ProofOf(string path, KeyOptions key)
    {
        var text = SecretSetting.Pick($"{path}:Key", key.Key, key.KeyFile);
        if (key.KeyHash is null)
        {
            return text is null ? throw StartRefusedException.Setting($"{path}:KeyFile or {path}:KeyHash is needed")
                : Text().IsMatch(text) ? Convert.ToHexString(KeySecret.Hash(text))
                : throw StartRefusedException.Setting($"{path}:Key must be sy_ and 32 to 200 of A-Z a-z 0-9 _ - that nobody can guess");
        }

        return text is not null ? throw StartRefusedException.Setting($"{path}:KeyHash goes with neither {path}:Key nor {path}:KeyFile")
            : Hash().IsMatch(key.KeyHash) ? key.KeyHash.ToUpperInvariant()
            : throw StartRefusedException.Setting($"{path}:KeyHash must be the SHA-256 of the key in 64 hexadecimal digits");
    }

    [GeneratedRegex(@"\Asy_[A-Za-z0-9_-]{32,200}\z")]
    private static partial Regex Text();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{64}\z")]
    private static partial Regex Hash();
}
