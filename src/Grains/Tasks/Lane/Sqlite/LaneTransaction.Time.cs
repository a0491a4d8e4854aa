using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class LaneTransaction
{
    private const string DeadlinePassed = "Its deadline has passed.";

    public LaneSweep Sweep(LaneDecide decide, DateTimeOffset now, int limit)
    {
        var changes = new List<LaneSwept>();
        var full = EndPastDeadlines(changes, now, limit);
        full |= TakeBack(changes, decide, now, limit);
        full |= MakeReady(changes, now, limit);
        return new LaneSweep(changes, full);
    }

    private bool EndPastDeadlines(List<LaneSwept> changes, DateTimeOffset now, int limit)
    {
        var late = new List<OpenTask>();
        using (var row = statements.PastDeadline.Read(LaneSql.Of(now), limit))
        {
            while (row.Read())
            {
                late.Add(OpenTask.Read(row));
            }
        }

        foreach (var task in late)
        {
            End(task, WorkStatus.TimedOut, AttemptOutcome.TimedOut, DeadlinePassed, now);
            if (task.Held is { } held)
            {
                _sums.Worker(task.Queue, held.Worker, held.StartedAt, held: -1);
            }

            changes.Add(new(
                task.Id, task.Queue, task.Rank, task.GroupKey, task.Held?.Number ?? 0, WorkStatus.TimedOut, null, task.Owner, task.Held?.Worker, DeadlinePassed, Trace: task.Trace));
        }

        return late.Count >= limit;
    }

    private bool TakeBack(List<LaneSwept> changes, LaneDecide decide, DateTimeOffset now, int limit)
    {
        var ids = new List<long>();
        using (var row = statements.RunOut.Read(LaneSql.Of(now), limit))
        {
            while (row.Read())
            {
                ids.Add(row.GetInt64(0));
            }
        }

        foreach (var id in ids)
        {
            if (Open(id) is { Held: { } held } task)
            {
                // A lease that would have lasted longer ends with its attempt.
                var end = held.Until <= held.ExpiresAt ? LaneEnd.TimedOut : LaneEnd.LeaseLost;
                var verdict = EndAttempt(task, held, end, null, null, decide, now);
                _sums.Worker(task.Queue, held.Worker, held.StartedAt, held: -1, expired: end == LaneEnd.LeaseLost ? 1 : 0);
                changes.Add(new(
                    id, task.Queue, task.Rank, task.GroupKey, held.Number, verdict.Status, verdict.NotBefore, task.Owner, held.Worker, verdict.Error,
                    end == LaneEnd.LeaseLost ? held.ExpiresAt : null, task.Trace));
            }
        }

        return ids.Count >= limit;
    }

    private bool MakeReady(List<LaneSwept> changes, DateTimeOffset now, int limit)
    {
        var count = 0;
        using var row = statements.Due.Read(LaneSql.Of(now), limit);
        while (row.Read())
        {
            changes.Add(new(row.GetInt64(0), row.GetInt32(1), row.GetInt16(2), row.GetString(3), 0, WorkStatus.Queued, null));
            count++;
        }

        return count >= limit;
    }
}
