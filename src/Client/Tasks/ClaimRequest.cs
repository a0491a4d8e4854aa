namespace Switchyard.Client.Tasks;

/// <summary>A wish for work.</summary>
/// <param name="Worker">Who will hold the leases; 1 to 200 characters.</param>
/// <param name="Queues">From which queues; unknown ones are empty.</param>
/// <param name="Max">1 to 1,000 tasks.</param>
/// <param name="Lease">How long the lease is, at least a second; null: as the queue's policy says.</param>
public sealed record ClaimRequest(string Worker, IReadOnlyList<string> Queues, int Max = 1, TimeSpan? Lease = null);
