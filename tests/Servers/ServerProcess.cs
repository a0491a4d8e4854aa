using System.Diagnostics;

namespace Switchyard.Servers;

/// <summary>Runs a command of a server to its end.</summary>
internal static class ServerProcess
{
    /// <exception cref="InvalidOperationException">The command failed; the message ends with what it said.</exception>
    public static async Task RunAsync(string file, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}.\n{await output}{await error}");
        }
    }
}
