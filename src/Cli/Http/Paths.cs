namespace Switchyard.Cli.Http;

/// <summary>Addresses below the node's.</summary>
internal static class Paths
{
    public const string Api = "api/v1";

    /// <summary>Parts that come from outside are escaped.</summary>
    public static string Of(string list, params ReadOnlySpan<string> parts)
    {
        var path = $"{Api}/{list}";
        foreach (var part in parts)
        {
            path += $"/{Uri.EscapeDataString(part)}";
        }

        return path;
    }
}
