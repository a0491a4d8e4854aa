using Switchyard.Compute.Runs;

namespace Switchyard.Compute;

/// <summary>Runs services on this node.</summary>
public interface IRunExecutor
{
    /// <summary>
    /// Runs an order to its end, whatever the end is. Nothing of the run is left on this machine when the task completes, its
    /// token being cancelled or not; then the outcome is <see cref="RunOutcome.Cancelled"/>. What it throws is the run's failure.
    /// A run that the node failed, not its service, is <see cref="RunOutcome.Lost"/>, with the reason as its error.
    /// The item's own timeout is the caller's to keep; a service's shorter one is <see cref="RunOutcome.TimedOut"/>.
    /// </summary>
    /// <param name="log">What people see while it runs, and what is kept of it where the result says nothing else.</param>
    Task<RunResult> RunAsync(RunOrder order, SourceContext source, RunLog log, CancellationToken cancellationToken);
}

/// <summary>The source that a run is on.</summary>
/// <param name="Key"><see cref="SourceDefinition.Key"/>.</param>
/// <param name="Environment">For the commands that run on it.</param>
public sealed record SourceContext(string Key, string Name, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Cancelled when a run that is to end has no time to do so by itself: it is killed.</summary>
    public CancellationToken AtOnce { get; init; }
}

/// <summary>Ends what an earlier life of this node left running. Several may be registered.</summary>
public interface ILeftRuns
{
    /// <summary>Called when the node starts, before it runs anything. Nothing is left when the task completes.</summary>
    Task EndAllAsync(CancellationToken cancellationToken);
}
