using System.Net;

namespace Switchyard.Configuration;

/// <summary>What the program listens on.</summary>
/// <param name="Main">Of the main port.</param>
/// <param name="Doors">Of doors with a port of their own.</param>
/// <param name="More">Of endpoints configured past <c>Urls</c>, in the web server's own section.</param>
internal sealed record ListenUrls(IReadOnlyList<string> Main, IReadOnlyList<DoorUrl> Doors, IReadOnlyList<string> More)
{
    public const string Default = "http://127.0.0.1:5000";

    /// <summary>Those of the main port first, those of the doors last.</summary>
    public IEnumerable<string> All => Main.Concat(Doors.Select(door => door.Url));

    /// <summary>All that the program can be reached at, each with its key.</summary>
    public IEnumerable<(string Key, string Url)> Keyed => Main.Select(url => ("Urls", url))
        .Concat(Doors.Select(door => (door.Key, door.Url)))
        .Concat(More.Select(url => ("Kestrel:Endpoints", url)));

    /// <summary>Whether nobody outside this machine can connect.</summary>
    public bool AreLoopback => Keyed.All(listened => IsLoopback(listened.Url));

    /// <param name="doors">Those that may have a port of their own.</param>
    /// <param name="parts">The ports of parts of doors.</param>
    /// <exception cref="StartRefusedException">A value is not a URL to listen on.</exception>
    public static ListenUrls Read(IConfiguration configuration, IReadOnlyList<string> doors, IEnumerable<DoorUrl> parts)
    {
        var urls = configuration["Urls"];
        var main = (string.IsNullOrWhiteSpace(urls) ? Default : urls)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // The web server has a section of its own, which would otherwise be a way around the question who may.
        var more = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>();

        var read = new ListenUrls(main, [.. DoorsSection.Read(configuration, doors), .. parts], [.. more]);
        foreach (var (key, url) in read.Keyed)
        {
            Check(key, url);
        }

        return read;
    }

    public static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe || address.IsNamedPipe || IsLoopbackHost(address.Host);
    }

    /// <summary>Whether a host name or address always means this machine, whatever a name server says.</summary>
    /// <remarks>The web server binds the names under <c>.localhost</c> to loopback, too.</remarks>
    public static bool IsLoopbackHost(string host)
    {
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address);
    }

    private static void Check(string key, string url)
    {
        try
        {
            BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw StartRefusedException.Setting($"{key}: '{url}' is not a url such as {Default}");
        }
    }
}

/// <param name="Door">The door's name as in the configuration key; for a part of a door the section that says so.</param>
internal sealed record DoorUrl(string Door, string Url)
{
    public string Key { get; init; } = Door.Contains(':', StringComparison.Ordinal) ? $"{Door}:Url" : $"Doors:{Door}:Url";
}
