using System.Text;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;

namespace Switchyard.Compute.Programs;

/// <summary>How the process of a run tells the node why it failed: a code, and a text in the run's directory.</summary>
internal static class ProgramExit
{
    public const int Done = 0;

    public const int Failed = 1;

    /// <summary>EX_DATAERR of sysexits.h.</summary>
    public const int WrongInput = 65;

    private const string FileName = "error.txt";
    private const int LongestText = 8 << 10;

    public static void Write(string directory, string text) => File.WriteAllText(Path.Combine(directory, FileName), text);

    /// <summary>Why a process failed. One that was killed left no text, or an old one: its code says more.</summary>
    public static Exception Read(string directory, int code, RunLog log)
    {
        var text = code is Failed or WrongInput ? ReadText(Path.Combine(directory, FileName)) : null;
        return code switch
        {
            WrongInput when text is not null => new WrongInputException(text),
            _ when text is not null => new ServiceFailedException(text),
            _ when ProcessRun.SignalOf(code) is { } signal => new ServiceFailedException($"The process was killed by signal {signal}."),
            _ => new ServiceFailedException(ExitError.Of("The process", code, log)),
        };
    }

    private static string? ReadText(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var file = File.OpenRead(path);
        var bytes = new byte[LongestText];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length)) is { Length: > 0 } text ? text : null;
    }
}
