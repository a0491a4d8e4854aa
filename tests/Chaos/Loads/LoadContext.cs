using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Loads;

/// <summary>What every load is made with.</summary>
/// <param name="NewClient">A client of its own for each worker, with its own preferred node.</param>
/// <param name="Items">How many this load makes at most.</param>
/// <param name="PerSecond">How many it makes in a second, above 0.</param>
/// <param name="LeaseTime">Of all leases that a client may choose, and of those that nodes were told.</param>
/// <param name="Keep">How long what has ended is kept, and then there is new work without end; null: for ever.</param>
internal sealed record LoadContext(
    Func<ClusterClient> NewClient, TimeProvider Time, int Seed, long Items, double PerSecond, TimeSpan LeaseTime, TimeSpan? Keep = null);
