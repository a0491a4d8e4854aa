using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>How a task stands to a lease that does not hold it.</summary>
/// <param name="Lease">The one that is asked about.</param>
/// <param name="Status">Null: there is no such task.</param>
/// <param name="Newest">Its newest lease, when it has ended; 0: there was none.</param>
/// <param name="Ended">How the lease ended, when that is known and it brought no result.</param>
/// <param name="Left">What it left.</param>
internal readonly record struct LaneFate(
    long Lease, WorkStatus? Status, long Newest, AttemptOutcome? Ended, WorkStatus? Left, DateTimeOffset? LeftUntil)
{
    /// <summary>Whether the task was completed under the lease.</summary>
    public bool IsCompleted => (Status == WorkStatus.Completed && Newest == Lease) || Ended == AttemptOutcome.Completed;

    /// <summary>Why an act under the lease is refused: by how that lease ended.</summary>
    public TaskOutcome Refusal => this switch
    {
        { Status: null } => TaskOutcome.Unknown,
        { Ended: AttemptOutcome.Cancelled } or { Ended: AttemptOutcome.TimedOut, Left: WorkStatus.TimedOut } => TaskOutcome.Cancelled,
        _ => TaskOutcome.Stale,
    };
}

internal static class LaneFates
{
    private const string Sql =
        """
        select coalesce(r.status, d.status), d.lease, a.outcome, a.left_status, a.left_until
        from unnest($1::bigint[], $2::bigint[]) with ordinality as s (id, lease, place)
        left join lateral (
            select case when exists (
                select 1 from task_lease l where l.low <= r.id and l.high >= r.id and l.ids @> array[r.id]) then 1 else 0 end as status
            from task_ready r where r.id = s.id limit 1) r on true
        left join lateral (select status, lease from task_done d where d.id = s.id limit 1) d on true
        left join lateral (select left_status, left_until, outcome from task_attempt a where a.item_id = s.id and a.lease = s.lease limit 1) a on true
        order by s.place
        """;

    /// <summary>One for each, in order.</summary>
    public static async Task<IReadOnlyList<LaneFate>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<(long Id, long Lease)> acts)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                PostgresWriteTransaction.Command(Sql, acts.Select(act => act.Id).ToArray(), acts.Select(act => act.Lease).ToArray()),
            },
        };
        var fates = new List<LaneFate>(acts.Count);
        await using var record = await batch.ExecuteReaderAsync();
        while (await record.ReadAsync())
        {
            fates.Add(new LaneFate(
                acts[fates.Count].Lease,
                (WorkStatus?)record.Number(0),
                record.IsDBNull(1) ? 0 : record.GetInt64(1),
                record.IsDBNull(2) ? null : (AttemptOutcome)record.GetInt16(2),
                record.IsDBNull(3) ? null : (WorkStatus)record.GetInt16(3),
                record.OptionalTime(4)));
        }

        return fates;
    }
}
