namespace Switchyard.Cli.Running;

/// <summary>What the program says to who started it.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>What was looked at is not well, or what was waited for failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood, or wants a word that was not given.</summary>
    public const int Usage = 2;

    /// <summary>There is no such thing, or it is not shown to the key.</summary>
    public const int NotFound = 3;

    /// <summary>The node refused: the key may not, or it cannot be done as it stands.</summary>
    public const int Refused = 4;

    /// <summary>The node was not reached, or cannot answer now.</summary>
    public const int Unreachable = 5;

    /// <summary>Somebody pressed Ctrl-C.</summary>
    public const int Interrupted = 130;
}
