using System.Text.Json;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class LaneTransaction
{
    public LaneClaimed? Claim(LaneClaim claim)
    {
        using (var row = statements.Epoch.Read(claim.Queue))
        {
            if (!row.Read() || row.GetInt64(0) != claim.Epoch)
            {
                return null;
            }
        }

        var number = NextLease();
        var leased = 0;
        var gone = new List<long>();
        foreach (var part in claim.Parts)
        {
            var ids = JsonSerializer.Serialize(part.Ids);
            var ready = statements.Claim.Run(
                ids,
                number,
                claim.Queue,
                claim.Worker,
                LaneSql.Of(claim.Lease),
                LaneSql.Of(claim.Now),
                LaneSql.Of(Earlier(claim.Now + claim.Lease, part.Until)),
                LaneSql.Of(part.Until));
            leased += ready;
            if (ready < part.Ids.Count)
            {
                gone.AddRange(NotUnder(number, ids));
            }
        }

        if (leased > 0)
        {
            _sums.Move(claim.Queue, WorkStatus.Queued, WorkStatus.Running, leased);
            _sums.Count(claim.Queue, "leased", claim.Now, leased);
        }

        _sums.Worker(claim.Queue, claim.Worker, claim.Now, held: leased);
        return new(number, gone);
    }

    private IEnumerable<long> NotUnder(long number, string ids)
    {
        using var row = statements.NotUnder.Read(ids, number);
        while (row.Read())
        {
            yield return row.GetInt64(0);
        }
    }

    public IReadOnlyList<TaskRenewed> Renew(IReadOnlyList<TaskRenewal> renewals, TimeSpan? lease, DateTimeOffset now)
    {
        var renewed = new List<TaskRenewed>(renewals.Count);
        foreach (var renewal in renewals)
        {
            renewed.Add(Renew(renewal, lease, now));
        }

        return renewed;
    }

    private TaskRenewed Renew(TaskRenewal renewal, TimeSpan? lease, DateTimeOffset now)
    {
        var task = Open(renewal.Id);
        if (task?.Held is not { } held || held.Number != renewal.LeaseNumber)
        {
            return new(Refusal(renewal.Id, renewal.LeaseNumber, IsKnown(renewal.Id, task)));
        }

        if (held.Until <= now)
        {
            return new(TaskOutcome.Stale);
        }

        var expiresAt = Earlier(now + (lease ?? held.Span), held.Until);
        statements.Renew.Run(task.Id, LaneSql.Of(expiresAt));
        if (renewal.Progress is not null || renewal.Log is not null)
        {
            Note(renewal);
        }

        _sums.Worker(task.Queue, held.Worker, now);
        return new(TaskOutcome.Ok, expiresAt);
    }

    /// <summary>The log is of all attempts, the progress of the one that runs.</summary>
    private void Note(TaskRenewal renewal)
    {
        double? progress = null;
        string? log = null;
        using (var row = statements.Note.Read(renewal.Id))
        {
            if (row.Read())
            {
                progress = row.GetInt64(0) == renewal.LeaseNumber && !row.IsDBNull(1) ? row.GetDouble(1) : null;
                log = row.Text(2);
            }
        }

        statements.TakeNote.Run(
            renewal.Id,
            renewal.LeaseNumber,
            renewal.Progress ?? progress,
            renewal.Log is { } added ? LaneLog.Append(log, added) : log);
    }

    private long NextLease()
    {
        using var row = statements.NextLease.Read();
        row.Read();
        return row.GetInt64(0);
    }

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset? other) => other < time ? other.Value : time;
}
