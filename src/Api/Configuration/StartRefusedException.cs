namespace Switchyard.Configuration;

/// <summary>Why a program does not start: one line for the person who started it, and the process's exit code.</summary>
internal sealed class StartRefusedException(string message, int exitCode, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Of a program that could not start although its settings were understood.</summary>
    public const int CannotStart = 1;

    /// <summary>Of a program whose settings are wrong.</summary>
    public const int WrongSetting = 2;

    /// <summary>Of a node that served and cannot go on: a start in its place is welcome.</summary>
    public const int CannotGoOn = 3;

    public int ExitCode { get; } = exitCode;

    public static StartRefusedException Setting(string message) => new(message, WrongSetting);

    public static StartRefusedException Environment(string message, Exception? cause = null) => new(message, CannotStart, cause);
}
