using System.Diagnostics;

namespace Switchyard.Servers;

/// <summary>The Python of this machine that has scikit-learn and pandas, by whose results ours are judged.</summary>
public static class ScikitPython
{
    private const string Needs = "import importlib.util as i, sys; sys.exit(not all(map(i.find_spec, ('sklearn', 'pandas'))))";

    private static readonly Lazy<Task<string?>> Found = new(FindAsync);

    /// <summary>Debian's has Debian's packages, whichever comes first in the PATH.</summary>
    private static readonly string[] Candidates = ["python3", "/usr/bin/python3"];

    /// <summary>Its command; null when there is none.</summary>
    public static Task<string?> PathAsync() => Found.Value;

    /// <summary>What a program prints.</summary>
    /// <param name="program">The text of the program.</param>
    /// <param name="arguments">Its <c>sys.argv[1:]</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such Python, or the program fails.</exception>
    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var python = await PathAsync() ?? throw new InvalidOperationException("No python3 here has scikit-learn and pandas: install python3-sklearn and python3-pandas.");
        var (code, said, told) = await ExecuteAsync(python, ["-W", "ignore", "-c", program, .. arguments], cancellationToken);
        return code == 0 ? said : throw new InvalidOperationException($"Python ended with {code}: {told}");
    }

    private static async Task<string?> FindAsync()
    {
        foreach (var candidate in Candidates)
        {
            try
            {
                if ((await ExecuteAsync(candidate, ["-c", Needs], CancellationToken.None)).Code == 0)
                {
                    return candidate;
                }
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // It is not here.
            }
        }

        return null;
    }

    private static async Task<(int Code, string Said, string Told)> ExecuteAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var told = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await said, await told);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
