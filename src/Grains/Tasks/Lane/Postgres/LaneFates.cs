using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Store;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>How a task stands to a lease that does not hold it.</summary>
/// <param name="Exists">Whether it waits or is out.</param>
/// <param name="Ended">How it has ended; null: it has not, or there is none.</param>
/// <param name="EndedUnder">Its newest lease then; null: there was none.</param>
/// <param name="WasOut">Whether that was held then.</param>
/// <param name="Left">What the attempt of the lease left, when it has ended without ending the task.</param>
internal readonly record struct LaneFate(
    long Lease, bool Exists, WorkStatus? Ended, long? EndedUnder, bool WasOut, WorkStatus? Left, DateTimeOffset? LeftUntil, AttemptOutcome? LeftBy)
{
    /// <summary>
    /// A newer number than that of the end belongs to a claim that met a cancellation: its holder did nothing wrong. An act that was
    /// done before under the same lease is not looked for here.
    /// </summary>
    public TaskOutcome Outcome => this switch
    {
        { Ended: WorkStatus.Cancelled or WorkStatus.TimedOut } when (EndedUnder ?? 0) < Lease || (WasOut && EndedUnder == Lease) => TaskOutcome.Cancelled,
        { Ended: null, Exists: false } => TaskOutcome.Unknown,
        _ => TaskOutcome.Stale,
    };

    /// <summary>Whether this lease's own end was that of the task.</summary>
    public bool IsEndedUnder(WorkStatus status) => Ended == status && WasOut && EndedUnder == Lease;
}

internal static class LaneFates
{
    private const string Sql =
        """
        select exists (select 1 from task_ready r where r.id = s.id), d.status, d.lease, d.was_out, a.left_status, a.left_until, a.outcome
        from unnest($1::bigint[], $2::bigint[]) with ordinality as s (id, lease, place)
        left join lateral (select status, lease, was_out from task_done d where d.id = s.id limit 1) d on true
        left join lateral (select left_status, left_until, outcome from task_attempt a where a.item_id = s.id and a.lease = s.lease) a on true
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
                record.GetBoolean(0),
                (WorkStatus?)Number(record, 1),
                record.IsDBNull(2) ? null : record.GetInt64(2),
                !record.IsDBNull(3) && record.GetBoolean(3),
                (WorkStatus?)Number(record, 4),
                record.IsDBNull(5) ? null : ColumnTypes.FromMilliseconds(record.GetInt64(5)),
                (AttemptOutcome?)Number(record, 6)));
        }

        return fates;
    }

    private static int? Number(NpgsqlDataReader record, int column) => record.IsDBNull(column) ? null : record.GetInt16(column);
}
