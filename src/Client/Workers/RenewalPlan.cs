namespace Switchyard.Client.Workers;

/// <summary>A lease as the plan sees it.</summary>
/// <param name="Since">When it was given or renewed.</param>
/// <param name="Lease">How long it is.</param>
/// <param name="ReportDue">When what its handler reported must be sent; null: nothing waits.</param>
internal readonly record struct LeaseView(TimeSpan Since, TimeSpan Lease, TimeSpan? ReportDue)
{
    public TimeSpan DueAt
    {
        get
        {
            var renewal = LeaseRule.RenewAt(Since, Lease);
            return ReportDue < renewal ? ReportDue.Value : renewal;
        }
    }
}

/// <summary>Which leases are renewed with the next request, and when that is.</summary>
/// <param name="Due">Places in the list; empty: none is due yet.</param>
/// <param name="Next">When the next is due; null: there are none.</param>
internal sealed record RenewalPlan(IReadOnlyList<int> Due, TimeSpan? Next)
{
    /// <summary>A node takes no more at once.</summary>
    private const int Most = 1_000;

    public static RenewalPlan Of(IReadOnlyList<LeaseView> leases, TimeSpan now)
    {
        if (leases.Count == 0)
        {
            return new([], null);
        }

        var next = leases.Min(lease => lease.DueAt);
        if (next > now)
        {
            return new([], next);
        }

        // One request for those that are due soon as well.
        var due = Enumerable.Range(0, leases.Count)
            .Where(place => leases[place].DueAt <= now + (leases[place].Lease / 12))
            .OrderBy(place => LeaseRule.LostAt(leases[place].Since, leases[place].Lease))
            .Take(Most)
            .ToList();
        return new(due, next);
    }
}
