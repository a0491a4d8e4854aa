using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>Who may. From the section <c>Auth</c>.</summary>
public sealed record ApiAuthOptions
{
    /// <summary>Nobody is asked who they are.</summary>
    public bool IsOpen => Basic is null;

    /// <summary>The one account of HTTP Basic; null when that mode is off.</summary>
    public BasicAccount? Basic { get; private init; }

    /// <param name="listensOnLoopbackOnly">Whether nobody outside this machine can connect.</param>
    /// <exception cref="InvalidSettingException">A value is unknown or missing, or the node would be open to the network.</exception>
    public static ApiAuthOptions Read(IConfiguration configuration, bool listensOnLoopbackOnly)
    {
        var section = configuration.GetSection("Auth");
        var mode = section["Mode"] ?? "None";
        if (mode.Equals("Basic", StringComparison.OrdinalIgnoreCase))
        {
            return new ApiAuthOptions { Basic = new BasicAccount(Require(section, "User"), Require(section, "Password")) };
        }

        if (!mode.Equals("None", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidSettingException("Auth:Mode", $"'{mode}' is neither None nor Basic.");
        }

        if (!listensOnLoopbackOnly && !AllowsAnonymous(section))
        {
            throw new InvalidSettingException(
                "Auth:Mode", "None is refused when the node listens on more than loopback, unless Auth:AllowAnonymous is true.");
        }

        return new ApiAuthOptions();
    }

    private static bool AllowsAnonymous(IConfigurationSection section)
    {
        var value = section["AllowAnonymous"];
        return bool.TryParse(value, out var allows)
            ? allows
            : value is null or "" ? false : throw new InvalidSettingException("Auth:AllowAnonymous", $"'{value}' is neither true nor false.");
    }

    private static string Require(IConfigurationSection section, string name) =>
        section["Basic:" + name] is { Length: > 0 } value
            ? value
            : throw new InvalidSettingException($"Auth:Basic:{name}", "is needed by Auth:Mode=Basic.");
}
