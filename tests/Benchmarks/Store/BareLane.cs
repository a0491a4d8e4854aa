using Npgsql;

namespace Switchyard.Benchmarks.Store;

/// <summary>Three narrow tables and four statements, and nothing else: what the database allows.</summary>
internal sealed class BareLane : ILane
{
    private readonly NpgsqlDataSource _source;
    private readonly byte[] _payload = [.. Enumerable.Repeat((byte)'x', 260)];
    private long _last;

    private BareLane(NpgsqlDataSource source) => _source = source;

    public static async Task<ILane> OpenAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            WriteBufferSize = 128 * 1024,
            ReadBufferSize = 128 * 1024,
            Options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off",
        };
        var source = NpgsqlDataSource.Create(settings);
        await using var command = source.CreateCommand(
            """
            create sequence lease_number;
            create table ready (id bigint, queue int, priority smallint, attempt smallint, not_before bigint, created_at bigint,
                group_key text, name text, payload bytea, primary key (id));
            create index ready_next on ready (queue, priority, id);
            create table lease (id bigint primary key, queue int, owner text, expires_at bigint, ids bigint[]);
            create table done (id bigint, queue int, status smallint, attempt smallint, lease bigint, worker text, created_at bigint,
                started_at bigint, finished_at bigint, name text, payload bytea, result bytea);
            """);
        await command.ExecuteNonQueryAsync();
        return new BareLane(source);
    }

    public async Task SubmitAsync(int count)
    {
        var last = Interlocked.Add(ref _last, count);
        await using var command = _source.CreateCommand(
            "insert into ready (id, queue, priority, attempt, created_at, payload) select id, 1, 0, 0, 0, payload from unnest($1::bigint[], $2::bytea[]) as u (id, payload)");
        command.Parameters.Add(new NpgsqlParameter { Value = Ids(last, count) });
        command.Parameters.Add(new NpgsqlParameter { Value = Enumerable.Repeat(_payload, count).ToArray() });
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long[]> ReadAsync(long after, int limit)
    {
        await using var command = _source.CreateCommand(
            "select id, payload from ready where queue = 1 and priority = 0 and id > $1 order by id limit $2");
        command.Parameters.Add(new NpgsqlParameter { Value = after });
        command.Parameters.Add(new NpgsqlParameter { Value = limit });
        var found = new List<long>();
        await using var record = await command.ExecuteReaderAsync();
        while (await record.ReadAsync())
        {
            found.Add(record.GetInt64(0));
            _ = record.GetFieldValue<byte[]>(1);
        }

        return [.. found];
    }

    public async Task<long> ClaimAsync(long[] ids)
    {
        await using var command = _source.CreateCommand(
            "insert into lease (id, queue, owner, expires_at, ids) values (nextval('lease_number'), 1, 'worker', 0, $1) returning id");
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<int> CompleteAsync(long[] ids, long lease)
    {
        await using var batch = _source.CreateBatch();
        var end = new NpgsqlBatchCommand(
            """
            with gone as (delete from ready r using unnest($1::bigint[]) as u (id) where r.id = u.id returning r.*)
            insert into done (id, queue, status, attempt, lease, worker, created_at, started_at, finished_at, name, payload)
            select id, queue, 2, attempt, $2, 'worker', created_at, 0, 0, name, payload from gone
            """);
        end.Parameters.Add(new NpgsqlParameter { Value = ids });
        end.Parameters.Add(new NpgsqlParameter { Value = lease });
        var release = new NpgsqlBatchCommand("delete from lease where id = $1");
        release.Parameters.Add(new NpgsqlParameter { Value = lease });
        batch.BatchCommands.Add(end);
        batch.BatchCommands.Add(release);
        await batch.ExecuteNonQueryAsync();
        return (int)end.Rows;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static long[] Ids(long last, int count) => [.. Enumerable.Range(0, count).Select(place => last - count + place + 1)];
}
