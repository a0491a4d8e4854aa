using System.Net;
using Switchyard.Auth;

namespace Switchyard.Configuration;

/// <summary>Who may: the section <c>Auth</c>.</summary>
internal sealed record AuthOptions
{
    private const string ModeKey = "Auth:Mode";

    /// <summary>
    /// <c>None</c> (refused beyond loopback unless <c>Auth:AllowAnonymous</c>), or ways to sign in, separated by commas: <c>Keys</c>,
    /// <c>Basic</c>, <c>Jwt</c>. Default: None.
    /// </summary>
    public string Mode { get; init; } = nameof(AuthMode.None);

    /// <summary>Lets a node without authentication listen on more than loopback. Default: false.</summary>
    public bool AllowAnonymous { get; init; }

    public BasicOptions Basic { get; init; } = new();

    public JwtOptions Jwt { get; init; } = new();

    /// <summary>Keys beside those that the cluster knows. Default: none.</summary>
    public IReadOnlyList<KeyOptions> Keys { get; init; } = [];

    /// <summary>
    /// Addresses, or networks such as <c>10.0.0.0/8</c>, of proxies in front: of these alone <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed. Default: none.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    public bool IsOpen => Modes is [AuthMode.None];

    /// <summary>Those of HTTP Basic; empty when that is off.</summary>
    public IReadOnlyList<AccountDefinition> Accounts { get; private init; } = [];

    /// <summary><see cref="TrustedProxies"/>.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; private init; } = [];

    private IReadOnlyList<AuthMode> Modes { get; init; } = [AuthMode.None];

    public bool Has(AuthMode mode) => Modes.Contains(mode);

    /// <param name="urls">All that the program will listen on.</param>
    /// <exception cref="StartRefusedException">The section is wrong, or the node would be open to the network.</exception>
    public static AuthOptions Read(IConfiguration configuration, ListenUrls urls)
    {
        var read = SettingsReader.Read<AuthOptions>(configuration, "Auth");
        var options = read with { Modes = ParseModes(read.Mode), Proxies = [.. read.TrustedProxies.Select(ParseProxy)] };
        if (options.Has(AuthMode.Basic))
        {
            options = options with { Accounts = AccountDefinition.ReadAll(options.Basic) };
        }

        if (options.Has(AuthMode.Jwt))
        {
            options.Jwt.Check();
        }

        if (options.IsOpen
            && !options.AllowAnonymous
            && urls.Keyed.FirstOrDefault(listened => !ListenUrls.IsLoopback(listened.Url)) is { Url: { } open })
        {
            throw StartRefusedException.Setting(
                $"{ModeKey}: None would open the node to the network at {open}; choose Keys, Basic or Jwt, or set Auth:AllowAnonymous=true");
        }

        return options;
    }

    private static List<AuthMode> ParseModes(string text)
    {
        var modes = new List<AuthMode>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var mode = Enum.GetValues<AuthMode>().Cast<AuthMode?>()
                .FirstOrDefault(mode => mode.ToString()!.Equals(word, StringComparison.OrdinalIgnoreCase));
            modes.Add(mode ?? throw StartRefusedException.Setting($"{ModeKey}: '{word}' is not one of {string.Join(", ", Enum.GetNames<AuthMode>())}"));
        }

        return modes.Count > 1 && modes.Contains(AuthMode.None)
            ? throw StartRefusedException.Setting($"{ModeKey}: None goes with no other way")
            : modes;
    }

    private static IPNetwork ParseProxy(string text, int place) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw StartRefusedException.Setting($"Auth:TrustedProxies:{place}: '{text}' is no address or network such as 10.0.0.0/8");
}

/// <summary>How to sign in.</summary>
internal enum AuthMode
{
    None,
    Keys,
    Basic,
    Jwt,
}

/// <summary>The accounts of HTTP Basic, and of the console.</summary>
internal sealed record BasicOptions
{
    /// <summary>The administrator's name.</summary>
    public string? User { get; init; }

    /// <summary>The account's password.</summary>
    public string? Password { get; init; }

    /// <summary>A file with the password, instead of <see cref="Password"/>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>A hash of the password, as the node's command <c>passwords hash</c> makes it, instead of <see cref="Password"/>.</summary>
    public string? PasswordHash { get; init; }

    public IReadOnlyList<AccountOptions> Users { get; init; } = [];
}

/// <summary>One account, and what it may do.</summary>
internal sealed record AccountOptions
{
    /// <summary>The account's name.</summary>
    public string? User { get; init; }

    /// <inheritdoc cref="BasicOptions.Password"/>
    public string? Password { get; init; }

    /// <inheritdoc cref="BasicOptions.PasswordFile"/>
    public string? PasswordFile { get; init; }

    /// <inheritdoc cref="BasicOptions.PasswordHash"/>
    public string? PasswordHash { get; init; }

    /// <summary>What it may do.</summary>
    public Role? Role { get; init; }
}

/// <summary>Bearer tokens of an issuer.</summary>
internal sealed record JwtOptions
{
    /// <summary>Where the issuer publishes its keys; needed by <c>Jwt</c>.</summary>
    public string? JwksUrl { get; init; }

    /// <summary>Must be among a token's audiences; needed by <c>Jwt</c>.</summary>
    public string? Audience { get; init; }

    /// <summary>Must be a token's issuer; null: any that signs with these keys.</summary>
    public string? Issuer { get; init; }

    /// <summary>The claim with the roles, a word or a list; dots lead into objects. Default: role.</summary>
    public string RoleClaim { get; init; } = "role";

    /// <exception cref="StartRefusedException">Something that is needed is missing or wrong.</exception>
    public void Check()
    {
        const string key = "Auth:Jwt:JwksUrl";
        if (JwksUrl is null)
        {
            throw StartRefusedException.Setting($"{key} is needed by Auth:Mode=Jwt");
        }

        if (!Uri.TryCreate(JwksUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw StartRefusedException.Setting($"{key}: '{JwksUrl}' is not a url such as https://keys.example/jwks.json");
        }

        if (Audience is null)
        {
            throw StartRefusedException.Setting("Auth:Jwt:Audience is needed by Auth:Mode=Jwt: the issuer's tokens for others must not open this node");
        }
    }
}
