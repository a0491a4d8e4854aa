using Switchyard.Tables.Rules;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>What a transition of a table's item writes: body, facets, ended leases and what its clients did. Pure.</summary>
internal static class TableTransitions
{
    /// <summary>The table was leased to a client, first or as a copy.</summary>
    public static WorkWrite Assign(WorkRow old, WorkRow next, string client, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        var before = TableBody.Deserialize(old.Body);
        var held = Assignments.FindOpen(before, client)?.Held == true;
        var body = Assignments.Assign(before, client, next.LeaseNumber, now, expiresAt);
        return new(old, With(next, body))
        {
            Workers = [new(client, now, Held: held ? 0 : 1)],
        };
    }

    /// <summary>
    /// The item's status changed otherwise (expired, cancelled, reset): leases that are held no longer end as the item's
    /// attempts do.
    /// </summary>
    public static WorkWrite Follow(WorkRow old, WorkRow next, TableBody body, DateTimeOffset now)
    {
        if (old.Status != WorkStatus.Running || next.Status == WorkStatus.Running)
        {
            return new(old, With(next, body));
        }

        var outcome = next.Status switch
        {
            WorkStatus.Queued => AttemptOutcome.Expired,
            WorkStatus.Cancelled => AttemptOutcome.Cancelled,
            WorkStatus.TimedOut => AttemptOutcome.TimedOut,
            _ => AttemptOutcome.Superseded,
        };
        var why = outcome is AttemptOutcome.Cancelled or AttemptOutcome.TimedOut ? next.Error : null;
        var held = body.Assignments.Where(assignment => assignment.Held).ToList();
        return new(old, With(next, Assignments.EndHeld(body)))
        {
            Ended = [.. held.Select(assignment => Ended(assignment, now, outcome, why))],
            Workers = [.. held.Select(assignment => new WorkerChange(assignment.Client, assignment.RequestedAt, Held: -1, Expired: outcome == AttemptOutcome.Expired ? 1 : 0))],
        };
    }

    public static AttemptView Ended(Assignment assignment, DateTimeOffset now, AttemptOutcome outcome, string? error) =>
        new(assignment.LeaseNumber, assignment.Client, assignment.RequestedAt, now, outcome, error);

    /// <summary>The row with the body, and what follows from it: the least often assigned goes first.</summary>
    public static WorkRow With(WorkRow row, TableBody body, TargetCounts? targets = null) => row with
    {
        Priority = (int)Math.Min(body.Assigned, int.MaxValue),
        Body = body.Serialize(),
        Facets = TableRowFacets.Of(body, targets ?? TargetCounts.FromFacets(row.Facets), row.Status.IsTerminal()),
    };
}
