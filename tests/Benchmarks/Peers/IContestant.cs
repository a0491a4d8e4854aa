namespace Switchyard.Benchmarks.Peers;

/// <summary>A queue that is measured: ours or another.</summary>
internal interface IContestant : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Whether it takes, and hands out, many at once.</summary>
    bool HasBatches { get; }

    /// <summary>Does a workload to its end.</summary>
    Task<Rate> DoAsync(Workload workload);
}
