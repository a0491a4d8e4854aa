using System.Net;

namespace Switchyard.Hosting;

/// <summary>The addresses the node listens on: those of the main port, and one for each door with a port of its own.</summary>
internal sealed record ListenUrls(IReadOnlyList<string> Main, IReadOnlyList<DoorUrl> Doors)
{
    public const string Default = "http://127.0.0.1:5000";

    public IEnumerable<string> All => Main.Concat(Doors.Select(door => door.Url));

    /// <summary>Whether nobody outside this machine can connect.</summary>
    public bool AreLoopback => All.All(IsLoopback);

    /// <exception cref="InvalidSettingException">A value is not a URL to listen on.</exception>
    public static ListenUrls Read(IConfiguration configuration)
    {
        var urls = configuration["Urls"];
        var main = (string.IsNullOrWhiteSpace(urls) ? Default : urls)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in main)
        {
            Check("Urls", url);
        }

        var doors = new List<DoorUrl>();
        foreach (var door in configuration.GetSection("Doors").GetChildren())
        {
            if (door["Url"] is { Length: > 0 } url)
            {
                Check($"Doors:{door.Key}:Url", url);
                doors.Add(new DoorUrl(door.Key, url));
            }
        }

        return new ListenUrls(main, doors);
    }

    public static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe || IsLoopbackHost(address.Host);
    }

    /// <summary>Whether a host name or address always means this machine, whatever a name server says.</summary>
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
            throw new InvalidSettingException(key, $"'{url}' is not a URL to listen on, such as {Default}.");
        }
    }
}

/// <param name="Door">The door's name as in the configuration key.</param>
internal sealed record DoorUrl(string Door, string Url);
