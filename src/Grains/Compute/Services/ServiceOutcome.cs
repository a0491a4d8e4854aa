namespace Switchyard.Compute.Services;

/// <summary>How a run ended.</summary>
/// <param name="Error">For people; null exactly when it completed.</param>
/// <param name="ExitCode">Of its process, when it had one that ended by itself.</param>
/// <param name="ResultFile">The path of its result; null when it did not complete, or completed without one.</param>
public sealed record ServiceOutcome(ServiceEnd End, string? Error, int? ExitCode, string? ResultFile)
{
    /// <summary>It failed for what it was given.</summary>
    public bool IsInputWrong { get; init; }
}

public enum ServiceEnd
{
    Completed,

    /// <summary>Its inputs were refused, or it said so itself.</summary>
    Failed,

    TimedOut,

    /// <summary>Its caller asked for the end.</summary>
    Cancelled,
}
