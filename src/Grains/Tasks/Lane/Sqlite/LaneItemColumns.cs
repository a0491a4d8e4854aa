using System.Data.Common;

namespace Switchyard.Tasks.Lane.Sqlite;

/// <summary>One list of columns for a task wherever it is: of a row <c>r</c> that waits or is out (under <c>l</c>), or of <c>d</c>, which has ended.</summary>
internal static class LaneItemColumns
{
    /// <summary>Columns of the list of a page; the rest are those of one task.</summary>
    private const int Narrow = 24;

    public const string Ready =
        """
        r.id as id, r.queue as queue, (select name from task_queue where number = r.queue) as queue_name,
        l.id is not null as status, r.rank as rank, r.attempts + (l.id is not null) as attempts, r.group_key as group_key, r.not_before as not_before,
        r.deadline as deadline, r.created_at as created_at, r.name as name, r.owner as owner, r.tags as tags, r.max_attempts as max_attempts,
        r.timeout as timeout, r.unique_key as unique_key, coalesce(l.number, r.lease) as lease, coalesce(l.worker, r.worker) as worker,
        coalesce(l.started_at, r.started_at) as started_at, l.expires_at as expires_at, null as finished_at,
        case when l.id is null then r.error end as error,
        (select progress from task_note where item_id = r.id and lease = l.number) as progress, r.trace as trace
        """;

    public const string ReadyWhole = Ready + ", null as result, r.payload as payload, (select log from task_note where item_id = r.id) as log";

    public const string Done =
        """
        d.id as id, d.queue as queue, (select name from task_queue where number = d.queue) as queue_name,
        d.status as status, d.rank as rank, d.attempts as attempts, d.group_key as group_key, null as not_before,
        d.deadline as deadline, d.created_at as created_at, d.name as name, d.owner as owner, d.tags as tags, d.max_attempts as max_attempts,
        d.timeout as timeout, d.unique_key as unique_key, d.lease as lease, d.worker as worker,
        d.started_at as started_at, null as expires_at, d.finished_at as finished_at,
        d.error as error,
        null as progress, d.trace as trace
        """;

    public const string DoneWhole = Done + ", d.result as result, d.payload as payload, (select log from task_note where item_id = d.id) as log";

    /// <summary>The task of an id, wherever it is, in one statement: one that moves meanwhile is seen in one of the places.</summary>
    public static string Find(bool whole, string id) =>
        $"""
        select {(whole ? ReadyWhole : Ready)} from task_ready r left join task_lease l on l.id = r.id where r.id = {id}
        union all
        select {(whole ? DoneWhole : Done)} from task_done d where d.id = {id}
        """;

    public static LaneItem Read(DbDataReader row)
    {
        var whole = row.FieldCount > Narrow;
        var rank = row.GetInt16(4);
        var view = new TaskView
        {
            Id = row.GetInt64(0),
            Queue = row.GetString(2),
            Status = row.Status(3),
            Priority = -rank,
            Attempt = row.GetInt32(5),
            GroupKey = row.GetString(6),
            NotBefore = row.OptionalTime(7),
            Deadline = row.OptionalTime(8),
            CreatedAt = row.Time(9),
            Name = row.Text(10),
            Owner = row.Text(11),
            Tags = LaneJson.ReadTags(row.Text(12)),
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
            Log = whole ? row.Text(Narrow + 2) : null,
        };
        return new LaneItem(row.GetInt32(1), rank, view);
    }
}
