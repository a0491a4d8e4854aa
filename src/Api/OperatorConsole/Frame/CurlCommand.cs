using System.Text.Json;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a page shows or does, as a command for a shell. Names come from outside, so each argument is quoted.</summary>
public static class CurlCommand
{
    /// <param name="path">With a slash before it, its parts escaped.</param>
    public static string Get(string origin, string path) => $"curl {Quote(origin + path)}";

    /// <param name="body">Sent as JSON; null: none.</param>
    /// <inheritdoc cref="Get"/>
    public static string Send(string method, string origin, string path, object? body = null) =>
        $"curl -X {method} {Quote(origin + path)}"
        + (body is null ? "" : $" -H 'Content-Type: application/json' -d {Quote(JsonSerializer.Serialize(body, JsonSerializerOptions.Web))}");

    /// <summary>One argument of a POSIX shell.</summary>
    public static string Quote(string argument) => $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
