using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Sqlite;

internal sealed partial class LaneTransaction
{
    public IReadOnlyList<LaneSubmitted> Submit(IReadOnlyList<LaneTask> tasks)
    {
        var stored = new List<LaneSubmitted>(tasks.Count);
        foreach (var task in tasks)
        {
            stored.Add(Holder(task.Queue, task.Task.UniqueKey, task.CreatedAt) is { } other ? new(other, Existing: true) : Store(task));
        }

        return stored;
    }

    /// <summary>The task that has a unique key now: because it has not ended, or for a time that has not passed.</summary>
    private long? Holder(int queue, string? key, DateTimeOffset now)
    {
        if (key is null)
        {
            return null;
        }

        using var row = statements.Unique.Read(queue, key);
        return row.Read() && (row.GetInt64(2) == 1 || row.OptionalTime(1) > now) ? row.GetInt64(0) : null;
    }

    private LaneSubmitted Store(LaneTask task)
    {
        var (id, queue, rank, given, createdAt) = task;
        statements.Insert.Run(
            id,
            queue,
            rank,
            given.GroupKey,
            0,
            0,
            0,
            LaneSql.Of(createdAt),
            given.Name,
            given.Owner,
            LaneJson.Write(given.Tags),
            given.MaxAttempts,
            LaneSql.Of(given.Timeout),
            given.UniqueKey,
            LaneSql.Of(given.UniqueUntil),
            given.Trace,
            given.Payload,
            given.NotBefore > createdAt ? LaneSql.Of(given.NotBefore) : null,
            LaneSql.Of(given.Deadline));
        if (given.UniqueKey is { } key)
        {
            statements.TakeUnique.Run(queue, key, id, LaneSql.Of(given.UniqueUntil));
        }

        _sums.Move(queue, null, WorkStatus.Queued);
        _sums.Count(queue, "created", createdAt);
        return new LaneSubmitted(id, Existing: false);
    }
}
