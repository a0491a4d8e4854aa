using System.Text.RegularExpressions;

namespace Switchyard.Settings;

/// <summary>Which settings are secrets, and what of others is. Rather one too many. Pure.</summary>
internal static partial class SecretKeys
{
    /// <summary>In the place of a secret that is set.</summary>
    public const string Hidden = "(set, hidden)";

    private static readonly string[] Words = ["password", "secret", "token", "credential", "connectionstring", "apikey", "keyhash", "passphrase"];

    /// <summary>Names of files with secrets are none: they tell where to look.</summary>
    public static bool IsSecret(string key)
    {
        var parts = key.Split(':');
        var last = parts[^1];
        return !last.EndsWith("File", StringComparison.OrdinalIgnoreCase)
            && (parts[0].Equals("ConnectionStrings", StringComparison.OrdinalIgnoreCase)
                || last.Equals("Key", StringComparison.OrdinalIgnoreCase)
                || last.Equals("WorkerKey", StringComparison.OrdinalIgnoreCase)
                // Commands are given secrets so.
                || (parts.Length > 2 && parts[^2].Equals("Environment", StringComparison.OrdinalIgnoreCase))
                || Words.Any(word => last.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>A value without the passwords in it: those of addresses, and of what looks like the text of a connection.</summary>
    public static string Mask(string value) => Pair().Replace(Address().Replace(value, "$1***@"), "$1***");

    [GeneratedRegex("""(://[^/\s:@]*:)[^/\s@]*@""", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Address();

    [GeneratedRegex("""((?:password|pwd|secret|token|key)\s*=\s*)[^;,\s]+""", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pair();
}
