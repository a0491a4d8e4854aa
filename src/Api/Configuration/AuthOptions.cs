namespace Switchyard.Configuration;

/// <summary>Who may: the section <c>Auth</c>.</summary>
internal sealed record AuthOptions
{
    /// <summary><c>None</c> or <c>Basic</c>; several ways are separated by commas. Default: None.</summary>
    public string Mode { get; init; } = nameof(AuthMode.None);

    /// <summary>Lets a node without authentication listen on more than loopback. Default: false.</summary>
    public bool AllowAnonymous { get; init; }

    public BasicOptions Basic { get; init; } = new();

    public bool IsOpen => Modes is [AuthMode.None];

    private IReadOnlyList<AuthMode> Modes { get; init; } = [AuthMode.None];

    /// <param name="urls">All that the program will listen on.</param>
    /// <exception cref="StartRefusedException">The section is wrong, or the node would be open to the network.</exception>
    public static AuthOptions Read(IConfiguration configuration, ListenUrls urls)
    {
        RefuseLaterWays(configuration);
        var read = SettingsReader.Read<AuthOptions>(configuration, "Auth");
        var options = read with { Modes = ParseModes(read.Mode) };
        if (!options.IsOpen)
        {
            Require("Auth:Basic:User", options.Basic.User);
            Require("Auth:Basic:Password", options.Basic.Password);
        }
        else if (!options.AllowAnonymous && urls.Keyed.FirstOrDefault(listened => !ListenUrls.IsLoopback(listened.Url)) is { Url: { } open })
        {
            throw StartRefusedException.Setting(
                $"Auth:Mode: None would open the node to the network at {open}; choose Basic, or set Auth:AllowAnonymous=true");
        }

        return options;
    }

    private static List<AuthMode> ParseModes(string text)
    {
        var modes = new List<AuthMode>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            modes.Add(word.ToUpperInvariant() switch
            {
                "NONE" => AuthMode.None,
                "BASIC" => AuthMode.Basic,
                "KEYS" or "JWT" => throw StartRefusedException.Setting($"Auth:Mode: this build does not have {word} yet; use Basic"),
                _ => throw StartRefusedException.Setting($"Auth:Mode: '{word}' is not one of None, Basic"),
            });
        }

        return modes.Count > 1 && modes.Contains(AuthMode.None)
            ? throw StartRefusedException.Setting("Auth:Mode: None goes with no other way")
            : modes;
    }

    private static void RefuseLaterWays(IConfiguration configuration)
    {
        foreach (var way in (string[])["Auth:Keys", "Auth:Jwt"])
        {
            if (configuration.GetSection(way).GetChildren().FirstOrDefault() is { } setting)
            {
                throw StartRefusedException.Setting($"{setting.Path}: this build does not have {way} yet");
            }
        }
    }

    private static void Require(string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw StartRefusedException.Setting($"{key} is needed by Auth:Mode=Basic");
        }
    }

    private enum AuthMode
    {
        None,
        Basic,
    }
}

/// <summary>The one account of HTTP Basic.</summary>
internal sealed record BasicOptions
{
    public string? User { get; init; }

    public string? Password { get; init; }
}
