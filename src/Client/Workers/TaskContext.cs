using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

/// <summary>A task in the hands of a handler.</summary>
public class TaskContext
{
    private readonly HeldTask _held;

    internal TaskContext(HeldTask held, IServiceProvider services, CancellationToken stopping) =>
        (_held, Services, Stopping) = (held, services, stopping);

    /// <summary>All that came with the claim.</summary>
    public ClaimedTask Task => _held.Task;

    /// <summary>Of the task.</summary>
    public long Id => Task.Id;

    /// <summary>1 for the first.</summary>
    public int Attempt => Task.Attempt;

    /// <summary>Services of this attempt alone: its scope ends with it.</summary>
    public IServiceProvider Services { get; }

    /// <summary>The worker is about to stop: the grace time has begun. The handler's own token is cancelled only at its end.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Says how far the work is; it is sent soon, the newest alone.</summary>
    /// <param name="progress">0 to 1.</param>
    public void Report(double progress)
    {
        if (progress is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(progress), progress, "Progress is 0 to 1.");
        }

        _held.Report(progress, log: null);
    }

    /// <summary>Adds a line to the task's log; it is sent soon.</summary>
    public void Log(string line) => _held.Report(progress: null, line);
}

/// <inheritdoc cref="TaskContext"/>
/// <typeparam name="TPayload">What the payload is.</typeparam>
public sealed class TaskContext<TPayload> : TaskContext
{
    internal TaskContext(HeldTask held, TPayload payload, IServiceProvider services, CancellationToken stopping)
        : base(held, services, stopping) => Payload = payload;

    /// <summary>What to work on.</summary>
    public TPayload Payload { get; }
}
