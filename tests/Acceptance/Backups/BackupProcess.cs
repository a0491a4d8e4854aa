using System.Diagnostics;

namespace Switchyard.Acceptance.Backups;

/// <summary>The node's commands <c>backup</c> and <c>restore</c>.</summary>
internal static class BackupProcess
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Process Start(string verb, string directory, string data) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Switchyard.Silo.dll"), verb, directory, $"--Storage:DataDirectory={data}"])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Runs one to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string verb, string directory, string data)
    {
        using var process = Start(verb, directory, data);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancelled), process.StandardError.ReadToEndAsync(Cancelled));
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, await output, await errors);
    }
}
