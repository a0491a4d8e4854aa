using Dapper;
using Npgsql;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>What of the history goes, and how: a part as a whole when no queue keeps anything of it, else tasks in pieces.</summary>
internal sealed class LaneRetention
{
    /// <summary>What is kept for this long goes by whole days.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(2);

    /// <summary>For clocks that are behind: a day that is over for one node is not yet for another.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>What parts have nothing of any more, so that they are not gone through again.</summary>
    private readonly HashSet<(string Part, int Queue, WorkStatus Status)> _empty = [];

    /// <summary>Removes tasks of a part that ended too long ago.</summary>
    /// <returns>How many, by queue.</returns>
    public async Task<IReadOnlyList<(int Queue, int Count)>> RemoveAsync(
        NpgsqlConnection connection, LaneHistoryPart part, IReadOnlyList<LaneQueue> queues, DateTimeOffset now, int limit)
    {
        WorkStatus[] statuses = part.IsFailed ? [WorkStatus.Failed, WorkStatus.TimedOut] : [WorkStatus.Completed, WorkStatus.Cancelled];
        var bounds = queues
            .SelectMany(queue => statuses.Select(status => (queue.Number, Status: status, Before: Before(queue.Policy, status, now))))
            .ToList();
        if (part.End + Margin <= now && bounds.TrueForAll(bound => bound.Before >= part.End))
        {
            return await RemovePartAsync(connection, part.Name);
        }

        var over = bounds.Where(bound => bound.Before > part.Start && !_empty.Contains((part.Name, bound.Number, bound.Status))).ToList();
        if (over.Count == 0)
        {
            return [];
        }

        var removed = await LaneRead.ListAsync(
            connection,
            Pieces(part.Name),
            record => (Queue: record.GetInt32(0), Count: record.GetInt32(1)),
            over.Select(bound => bound.Number).ToArray(),
            over.Select(bound => (short)bound.Status).ToArray(),
            over.Select(bound => LaneSql.Of(bound.Before!.Value)).ToArray(),
            limit,
            LaneSql.Of(now));
        if (removed.Sum(some => some.Count) < limit)
        {
            _empty.UnionWith(over.Where(bound => bound.Before >= part.End).Select(bound => (part.Name, bound.Number, bound.Status)));
        }

        return removed;
    }

    /// <summary>Null: it is kept for ever.</summary>
    private static DateTimeOffset? Before(TaskQueuePolicy policy, WorkStatus status, DateTimeOffset now)
    {
        var kept = status is WorkStatus.Completed or WorkStatus.Cancelled ? policy.Retention.Completed : policy.Retention.Failed;
        return kept is not { } span ? null : span < Long ? now - span : new DateTimeOffset((now - span).UtcDateTime.Date, TimeSpan.Zero);
    }

    private static string Pieces(string part) =>
        $"""
        with gone as (
            delete from {part} where ctid = any (array(
                select d.ctid from unnest($1::int[], $2::smallint[], $3::bigint[]) as k (queue, status, before)
                cross join lateral (
                    select ctid from {part} d
                    where d.queue = k.queue and d.status = k.status and d.finished_at < k.before limit $4) as d
                limit $4))
            returning id, queue, status),
        attempts as (delete from task_attempt a using gone where a.item_id = gone.id),
        notes as (delete from task_note n using gone where n.item_id = gone.id),
        told as (
            insert into task_delta (queue, at, event, value)
            select queue, $5, 10 + status, count(*) from gone group by queue, status)
        select queue, count(*)::int from gone group by queue
        """;

    /// <summary>
    /// The last lock stands in the way of all who write to the history, so it does not wait long for them: while somebody reads the
    /// history, the part stays for another time.
    /// </summary>
    private static async Task<IReadOnlyList<(int Queue, int Count)>> RemovePartAsync(NpgsqlConnection connection, string name)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await connection.ExecuteAsync("set local lock_timeout = '200ms'");
            await connection.ExecuteAsync($"lock table {name} in exclusive mode");
            var removed = await LaneRead.ListAsync(
                connection,
                $"""
                with told as (
                    insert into task_delta (queue, at, event, value)
                    select queue, 0, 10 + status, count(*) from {name} group by queue, status returning queue, value)
                select queue, sum(value)::int from told group by queue
                """,
                record => (record.GetInt32(0), record.GetInt32(1)));
            await connection.ExecuteAsync($"delete from task_attempt a using {name} d where a.item_id = d.id");
            await connection.ExecuteAsync($"delete from task_note n using {name} d where n.item_id = d.id");
            await connection.ExecuteAsync($"drop table {name}");
            await transaction.CommitAsync();
            return removed;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return [];
        }
    }
}
