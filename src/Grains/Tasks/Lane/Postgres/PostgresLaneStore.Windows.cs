using Npgsql;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class PostgresLaneStore
{
    /// <summary>From group to group, each by one look into the index.</summary>
    private const string Groups =
        """
        with recursive next as (
            (select rank, group_key from task_ready
             where queue = $1 and not_before is null and (rank, group_key) > ($2, $3) order by rank, group_key limit 1)
            union all
            select n.rank, n.group_key from next, lateral (
                select rank, group_key from task_ready r
                where r.queue = $1 and r.not_before is null and (r.rank, r.group_key) > (next.rank, next.group_key)
                order by r.rank, r.group_key limit 1) as n)
        select rank, group_key from next limit $4
        """;

    /// <summary>
    /// The sum goes along in the order in which rows come: nothing is sorted, and no payload is opened that is not given. One index alone
    /// has all four columns in their order; said as equal, three of them would let the planner walk along all ids.
    /// </summary>
    private const string Heads =
        """
        select id, rank, group_key, attempts, payload, name, tags, created_at, deadline, timeout, trace, owner from (
            select h.*, sum(octet_length(h.payload)) over (rows unbounded preceding) - octet_length(h.payload) as before
            from unnest($2::smallint[], $3::text[], $4::bigint[]) as p (rank, group_key, after)
            cross join lateral (
                select * from task_ready r
                where r.not_before is null and (r.queue, r.rank, r.group_key, r.id) > ($1, p.rank, p.group_key, p.after)
                    and (r.queue, r.rank, r.group_key, r.id) <= ($1, p.rank, p.group_key, 9223372036854775807)
                order by r.queue, r.rank, r.group_key, r.id limit $5) as h) as h
        where before < $6
        """;

    public Task<IReadOnlyList<LaneGroup>> ReadGroupsAsync(
        int queue, LaneGroup? after, int limit, CancellationToken cancellationToken = default) => _database.ReadAsync(
        async connection => (IReadOnlyList<LaneGroup>)await LaneRead.ListAsync(
            connection,
            Groups,
            record => new LaneGroup(record.GetInt16(0), record.GetString(1)),
            queue,
            after?.Rank ?? short.MinValue,
            after?.GroupKey ?? "",
            limit),
        cancellationToken);

    public Task<IReadOnlyList<LaneHead>> ReadHeadsAsync(
        int queue, IReadOnlyList<LanePlace> places, int each, int bytes, CancellationToken cancellationToken = default) => _database.ReadAsync(
        async connection => (IReadOnlyList<LaneHead>)await LaneRead.ListAsync(
            connection,
            Heads,
            ReadHead,
            queue,
            places.Select(place => place.Rank).ToArray(),
            places.Select(place => place.GroupKey).ToArray(),
            places.Select(place => place.After).ToArray(),
            each,
            bytes),
        cancellationToken);

    public Task<IReadOnlyList<LaneLease>> ReadLeasesAsync(int queue, long from = 0, CancellationToken cancellationToken = default) => _database.ReadAsync(
        async connection => (IReadOnlyList<LaneLease>)await LaneRead.ListAsync(
            connection,
            "select number, worker, expires_at, until, ids from task_lease where number >= $2 and queue = $1 order by number, part",
            record => new LaneLease(
                record.GetInt64(0),
                record.GetString(1),
                record.Time(2),
                record.OptionalTime(3),
                record.GetFieldValue<long[]>(4)),
            queue,
            from),
        cancellationToken);

    private static LaneHead ReadHead(NpgsqlDataReader record) => new(
        record.GetInt64(0),
        record.GetInt16(1),
        record.GetString(2),
        record.GetInt32(3),
        record.GetFieldValue<byte[]>(4),
        record.Text(5),
        record.Words(6),
        record.Time(7),
        record.OptionalTime(8),
        record.OptionalSpan(9),
        record.Bytes(10),
        record.Text(11));
}
