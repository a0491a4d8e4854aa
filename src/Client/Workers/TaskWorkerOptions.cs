using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

/// <summary>How a worker works.</summary>
public sealed class TaskWorkerOptions
{
    /// <summary>Who holds the leases, 1 to 200 characters; unique, so that people can tell workers apart.</summary>
    public string Name { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>From which queues it takes tasks.</summary>
    public IList<string> Queues { get; } = [];

    /// <summary>How many handlers run at once; one for each processor by default.</summary>
    public int Concurrency { get; set; } = Environment.ProcessorCount;

    /// <summary>
    /// How many tasks are taken beyond those that run: short ones need not wait for the next claim. Their leases are renewed, but
    /// no other worker can have them meanwhile. Default 0.
    /// </summary>
    public int Prefetch { get; set; }

    /// <summary>How long leases are, at least a second; null: as the queue's policy says. They are renewed at a third of it.</summary>
    public TimeSpan? Lease { get; set; }

    /// <summary>How long a claim is held by the node when there is nothing; at most <see cref="TasksClient.LongestWait"/>.</summary>
    public TimeSpan Wait { get; set; } = TasksClient.LongestWait;

    /// <summary>
    /// When the worker is to stop, handlers may run on for so long. Then their token is cancelled, and what does not end
    /// is given back. Keep it, with ten seconds for giving back, below the host's <c>ShutdownTimeout</c>, which is 30 s by default.
    /// </summary>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>What handlers report is sent so long after it was said, at the latest.</summary>
    public TimeSpan ReportInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After failures of the node the worker tries again after at most so long.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">What is set does not go.</exception>
    internal void Check()
    {
        if (Queues.Count == 0)
        {
            throw new ArgumentException("A worker needs a queue.");
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(Concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Prefetch);
        ArgumentOutOfRangeException.ThrowIfLessThan(Lease ?? TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), nameof(Lease));
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownGrace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ReportInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxRetryDelay, TimeSpan.Zero);
    }
}
