using System.Text.Json;

namespace Switchyard.Tables.Pages;

/// <summary>What the page does, as commands for a shell. Names come from outside, so each argument is quoted.</summary>
public static class CurlCommands
{
    /// <summary>Shows the work item of a table.</summary>
    public static string Show(string origin, long id) => $"curl {Quote($"{origin}/api/v1/work/{id}")}";

    /// <summary>Shows the package a client would get.</summary>
    public static string Describe(string origin, string table) =>
        $"curl -X POST {Quote($"{origin}/getDescription?table={Uri.EscapeDataString(table)}")}";

    /// <summary>Puts a returned table back into the queue.</summary>
    public static string Reset(string origin, string table)
    {
        var body = JsonSerializer.Serialize(new { which = "named", tables = new[] { table }, dryRun = false });
        return $"curl -X POST {Quote($"{origin}/api/v1/tables/reset")} -H 'Content-Type: application/json' -d {Quote(body)}";
    }

    /// <summary>One argument of a POSIX shell.</summary>
    private static string Quote(string argument) => $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
