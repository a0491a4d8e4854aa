using Npgsql;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>What time does to tasks.</summary>
internal static class LaneSweeps
{
    private const string DeadlinePassed = "Its deadline has passed.";

    public static async Task<LaneSweep?> SweepAsync(NpgsqlConnection connection, LaneDecide decide, DateTimeOffset now, int limit)
    {
        var at = LaneSql.Of(now);
        var late = await LaneRead.ListAsync(connection, LaneChangeSql.PastDeadline, record => record.GetInt64(0), at, limit);
        var runOut = await LaneRead.ListAsync(connection, LaneChangeSql.RunOut, record => (record.GetInt64(0), record.GetInt32(1)), at, limit);
        var swept = new List<LaneSwept>();
        var full = late.Count >= limit;
        if (late.Count > 0 || runOut.Count > 0)
        {
            var changes = new LaneChanges(connection, now);
            await LaneRead.ListAsync(connection, LaneActSql.AloneWithAll, _ => 0, late.ToArray());
            await changes.LockAsync(runOut.Concat(await LaneChanges.HoldersAsync(connection, late)), late, all: true);
            foreach (var id in late)
            {
                EndIfLate(changes, swept, id, now);
            }

            full |= TakeBack(changes, swept, runOut.ToHashSet(), decide, now) >= limit;
            await changes.WriteAsync();
        }

        var due = await LaneRead.ListAsync(connection, LaneChangeSql.Due, ReadDue, at, limit);
        return new LaneSweep([.. swept, .. due], full || due.Count >= limit);
    }

    private static bool EndIfLate(LaneChanges changes, List<LaneSwept> swept, long id, DateTimeOffset now)
    {
        if (changes.Task(id) is not { } task || !(task.Deadline <= now))
        {
            return false;
        }

        var part = changes.Held(id);
        changes.End(task, part, WorkStatus.TimedOut, AttemptOutcome.TimedOut, DeadlinePassed);
        swept.Add(new(
            id, task.Queue, task.Rank, task.GroupKey, part?.Number ?? 0, WorkStatus.TimedOut, null, task.Owner, part?.Worker, DeadlinePassed, Trace: task.Trace));
        return true;
    }

    /// <summary>Answers how many tasks were taken back.</summary>
    private static int TakeBack(
        LaneChanges changes, List<LaneSwept> swept, HashSet<(long, int)> runOut, LaneDecide decide, DateTimeOffset now)
    {
        var count = 0;
        foreach (var part in changes.Parts.Where(part => part.ExpiresAt <= now && runOut.Contains((part.Number, part.Part))))
        {
            // A lease that would have lasted longer ends with its attempt.
            var end = part.Until <= part.ExpiresAt ? LaneEnd.TimedOut : LaneEnd.LeaseLost;
            foreach (var id in part.Ids.Order().ToList())
            {
                count++;
                if (EndIfLate(changes, swept, id, now) || changes.Task(id) is not { } task)
                {
                    continue;
                }

                var verdict = changes.EndAttempt(task, part, end, null, null, decide);
                changes.Events.Add(
                    task.Queue, LaneEvent.Seen, LaneSql.Of(part.StartedAt), part.Worker, end == LaneEnd.LeaseLost ? AttemptOutcome.Expired : null);
                swept.Add(new(
                    id, task.Queue, task.Rank, task.GroupKey, part.Number, verdict.Status, verdict.NotBefore, task.Owner, part.Worker, verdict.Error,
                    end == LaneEnd.LeaseLost ? part.ExpiresAt : null, task.Trace));
            }
        }

        return count;
    }

    private static LaneSwept ReadDue(NpgsqlDataReader record) =>
        new(record.GetInt64(0), record.GetInt32(1), record.GetInt16(2), record.GetString(3), 0, WorkStatus.Queued, null);
}
