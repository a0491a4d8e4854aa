using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads;

/// <summary>
/// The clients of a door, who work all through the faults and keep a record of what they were told. Each has what it needs of
/// the run from its constructor.
/// </summary>
internal interface ILoad : IAsyncDisposable
{
    /// <summary>One word, lower case.</summary>
    string Door { get; }

    /// <summary>Items that came to their end so far, as their clients heard.</summary>
    long Ended { get; }

    /// <summary>Makes what the door needs before a node starts: servers, files.</summary>
    /// <returns>Settings of every node, as <c>Key=value</c>.</returns>
    Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster);

    /// <summary>Called once when the cluster serves for the first time.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Makes new items and works on them, until it is told to make no more; then all that were begun come to their end.</summary>
    /// <param name="noMore">Says that enough items were made. Work goes on after it.</param>
    /// <exception cref="Clients.UnansweredException">A node did not answer for minutes.</exception>
    Task RunAsync(CancellationToken noMore);

    /// <summary>What was wrong in answers that its clients got.</summary>
    void Tell(FindingList findings);

    /// <summary>When all came to their end, and the cluster is well: compares the record with what the nodes and the store have.</summary>
    Task CheckAsync(FindingList findings);
}
