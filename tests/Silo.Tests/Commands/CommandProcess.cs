using System.Diagnostics;

namespace Switchyard.Commands;

/// <summary>A program of ours that is run to its end.</summary>
internal static class CommandProcess
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="directory">Where it is started; null: where the tests were.</param>
    /// <param name="program">The file beside the tests.</param>
    /// <param name="environment">Variables beside those of the tests; null: none.</param>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string[] arguments,
        string input = "",
        string? directory = null,
        string program = "Switchyard.Silo.dll",
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, program), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return (process.ExitCode, await output, await errors);
    }
}
