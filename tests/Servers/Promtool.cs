using System.Diagnostics;

namespace Switchyard.Servers;

/// <summary>Prometheus' own judge of metrics and rules.</summary>
public static class Promtool
{
    /// <summary>What it says of a text; "" when it has no complaint.</summary>
    /// <param name="input">Handed to it on its standard input.</param>
    public static async Task<string> JudgeAsync(string? input, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await error : $"{await output}{await error}";
    }
}
