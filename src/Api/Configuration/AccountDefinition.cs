using System.Diagnostics.CodeAnalysis;
using Switchyard.Auth;

namespace Switchyard.Configuration;

/// <summary>An account as the settings have it.</summary>
/// <param name="Secret">The password, or its hash.</param>
internal sealed record AccountDefinition(string User, string Secret, bool IsHash, Role Role)
{
    /// <summary>The first byte of a hash as ASP.NET Identity writes it, of its third version.</summary>
    private const byte HashVersion = 1;

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static IReadOnlyList<AccountDefinition> ReadAll(BasicOptions options)
    {
        var accounts = new List<AccountDefinition>();
        if (options.Users.Count == 0 || (options.User ?? options.Password ?? options.PasswordFile ?? options.PasswordHash) is not null)
        {
            accounts.Add(Read("Auth:Basic", new AccountOptions
            {
                User = options.User,
                Password = options.Password,
                PasswordFile = options.PasswordFile,
                PasswordHash = options.PasswordHash,
                Role = Role.Admin,
            }));
        }

        accounts.AddRange(options.Users.Select((user, place) => Read($"Auth:Basic:Users:{place}", user)));
        return accounts.GroupBy(account => account.User).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
            ? throw StartRefusedException.Setting($"Auth:Basic: there are two accounts of the name '{twice}'")
            : accounts;
    }

    private static AccountDefinition Read(string key, AccountOptions options)
    {
        Require($"{key}:User", options.User);
        if (options.User.Contains(':', StringComparison.Ordinal) || options.User.Length > AccessKey.LongestName)
        {
            throw StartRefusedException.Setting($"{key}:User must have at most {AccessKey.LongestName} characters, and no colon");
        }

        if (options.Role is not { } role)
        {
            throw Missing($"{key}:Role");
        }

        var password = SecretSetting.Pick($"{key}:Password", options.Password, options.PasswordFile);
        if (options.PasswordHash is not { } hash)
        {
            Require($"{key}:Password", password);
            return new(options.User, password, IsHash: false, role);
        }

        if (password is not null)
        {
            throw StartRefusedException.Setting($"{key}:PasswordHash goes with neither {key}:Password nor {key}:PasswordFile");
        }

        return IsHashText(hash)
            ? new(options.User, hash, IsHash: true, role)
            : throw StartRefusedException.Setting($"{key}:PasswordHash is no hash such as the command 'passwords hash' prints");
    }

    private static bool IsHashText(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 13 && bytes[0] == HashVersion;
    }

    private static void Require(string key, [NotNull] string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw Missing(key);
        }
    }

    private static StartRefusedException Missing(string key) => StartRefusedException.Setting($"{key} is needed by Auth:Mode=Basic");
}
