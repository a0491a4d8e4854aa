namespace Switchyard.Compute.Runs;

/// <summary>What people read of a process that failed without telling the node why.</summary>
internal static class ExitError
{
    /// <summary>Characters of its last line.</summary>
    private const int MostOfLine = 500;

    /// <summary>How it ended, and the last line that it wrote, which mostly says why.</summary>
    public static string Of(string what, int code, RunLog log)
    {
        var signal = ProcessRun.SignalOf(code) is { } number ? $" (signal {number})" : "";
        return $"{what} ended with exit code {code}{signal}{(log.LastLine(MostOfLine) is { } line ? $": {line}" : ".")}";
    }
}
