using System.Net;

namespace Switchyard.Configuration;

/// <summary>What the node listens on.</summary>
internal static class ListeningUrls
{
    public const string Default = "http://127.0.0.1:5000";

    /// <summary>The main port's urls, the first one first; then those of endpoints configured past <c>Urls</c>.</summary>
    public static IReadOnlyList<string> Read(IConfiguration configuration)
    {
        var urls = configuration["Urls"];
        var main = (string.IsNullOrWhiteSpace(urls) ? Default : urls)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var url in main)
        {
            Check("Urls", url);
        }

        // The web server has a section of its own, which would otherwise be a way around the question who may.
        var more = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>();
        return [.. main, .. more];
    }

    public static void Check(string key, string url)
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

    /// <summary>Whether nobody outside this machine can connect.</summary>
    public static bool IsLoopback(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
