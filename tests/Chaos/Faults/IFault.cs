using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>Something that happens to a cluster.</summary>
internal interface IFault
{
    /// <summary>As it stands in the table and on the command line: <c>kill</c>.</summary>
    string Name { get; }

    /// <summary>What it is, in one line.</summary>
    string Purpose { get; }

    /// <summary>After how long every client must be served again, since the fault; null: it depends on how long it lasts.</summary>
    TimeSpan? MostRecovery { get; }

    /// <summary>
    /// Lets it happen, waits as long as it lasts, and takes it back. At the end every node runs again or is starting, and
    /// all servers are there.
    /// </summary>
    Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken);
}
