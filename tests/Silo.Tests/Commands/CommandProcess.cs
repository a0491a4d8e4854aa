using System.Diagnostics;

namespace Switchyard.Commands;

/// <summary>A program of ours that is run to its end.</summary>
internal static class CommandProcess
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="directory">Where it is started; null: where the tests were.</param>
    /// <param name="program">The file beside the tests.</param>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string[] arguments, string input = "", string? directory = null, string program = "Switchyard.Silo.dll")
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await errors);
    }
}
