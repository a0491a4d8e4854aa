namespace Switchyard.Hosting;

/// <summary>
/// Whether this process can serve now: its silo is active, it does not drain, and the store answers. A process without a
/// silo (the front end alone) has its own.
/// </summary>
public interface INodeReadiness
{
    /// <summary>Answers at once, from the newest observation, which is at most a few seconds old.</summary>
    bool IsReady { get; }

    /// <summary>Why not; null when ready. Fit for an operator, free of secrets.</summary>
    string? Reason { get; }
}
