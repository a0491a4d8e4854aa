using Npgsql;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>One list of columns for a task wherever it is: of a row <c>r</c> that waits or is out (under <c>l</c>), or of <c>d</c>, which has ended.</summary>
internal static class LaneItemColumns
{
    /// <summary>Columns of the list of a page; the rest are those of one task.</summary>
    private const int Narrow = 24;

    public const string Ready =
        """
        r.id, r.queue, (select name from task_queue where number = r.queue) as queue_name,
        (case when l.number is null then 0 else 1 end)::smallint as status, r.rank, r.attempts + (l.number is not null)::int as attempts,
        r.group_key, r.not_before, r.deadline, r.created_at, r.name, r.owner, r.tags, r.max_attempts, r.timeout, r.unique_key,
        coalesce(l.number, r.lease, 0) as lease, coalesce(l.worker, r.worker) as worker,
        coalesce(l.started_at, r.started_at) as started_at, l.expires_at, null::bigint as finished_at,
        case when l.number is null then r.error end as error,
        (select n.progress from task_note n where n.item_id = r.id and n.lease = l.number and n.progress is not null order by n.number desc limit 1) as progress,
        r.trace
        """;

    public const string Done =
        """
        d.id, d.queue, (select name from task_queue where number = d.queue) as queue_name, d.status, d.rank, d.attempts,
        d.group_key, null::bigint as not_before, d.deadline, d.created_at, d.name, d.owner, d.tags, d.max_attempts, d.timeout, d.unique_key,
        coalesce(d.lease, 0) as lease, d.worker, d.started_at, null::bigint as expires_at, d.finished_at, d.error,
        null::float8 as progress, d.trace
        """;

    /// <summary>The lease that has a task: of two, the newer one.</summary>
    public const string LeaseOf =
        """
        left join lateral (
            select number, worker, started_at, expires_at from task_lease l
            where l.low <= r.id and l.high >= r.id and l.ids @> array[r.id] order by number desc limit 1) as l on true
        """;

    private const string Log =
        "(select string_agg(n.log, '' order by n.number) from task_note n where n.item_id = $1) as log";

    /// <summary>The task of an id, wherever it is, in one statement: one that moves meanwhile is seen in one of the places.</summary>
    public const string Find =
        $"""
        select {Ready} from task_ready r {LeaseOf} where r.id = $1
        union all
        select {Done} from task_done d where d.id = $1
        """;

    /// <inheritdoc cref="Find"/>
    public const string FindWhole =
        $"""
        select {Ready}, null::bytea as result, r.payload, {Log} from task_ready r {LeaseOf} where r.id = $1
        union all
        select {Done}, d.result, d.payload, {Log} from task_done d where d.id = $1
        """;

    public static LaneItem Read(NpgsqlDataReader row)
    {
        var whole = row.FieldCount > Narrow;
        var rank = row.GetInt16(4);
        var view = new TaskView
        {
            Id = row.GetInt64(0),
            Queue = row.GetString(2),
            Status = (WorkStatus)row.GetInt16(3),
            Priority = -rank,
            Attempt = row.GetInt32(5),
            GroupKey = row.GetString(6),
            NotBefore = row.OptionalTime(7),
            Deadline = row.OptionalTime(8),
            CreatedAt = row.Time(9),
            Name = row.Text(10),
            Owner = row.Text(11),
            Tags = row.Words(12),
            MaxAttempts = row.Number(13),
            Timeout = row.OptionalSpan(14),
            UniqueKey = row.Text(15),
            LeaseNumber = row.GetInt64(16),
            Worker = row.Text(17),
            StartedAt = row.OptionalTime(18),
            LeaseExpiresAt = row.OptionalTime(19),
            FinishedAt = row.OptionalTime(20),
            Error = row.Text(21),
            Progress = row.IsDBNull(22) ? null : row.GetDouble(22),
            Trace = row.Bytes(23),
            Result = whole ? row.Bytes(Narrow) : null,
            Payload = whole ? row.Bytes(Narrow + 1) : null,
            Log = whole && row.Text(Narrow + 2) is { } log ? LaneLog.Append(null, log) : null,
        };
        return new LaneItem(row.GetInt32(1), rank, view);
    }
}
