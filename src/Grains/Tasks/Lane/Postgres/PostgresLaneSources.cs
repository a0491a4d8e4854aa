using Npgsql;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>The lane's own connections, of three tempers. In all, tables are gone through by index alone, as in the work store.</summary>
internal sealed class PostgresLaneSources(string connectionString) : IAsyncDisposable
{
    private const string Indexes = "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan";

    /// <summary>
    /// For the streams. The arrays that are sent and the ids of leases are joined by hashing: a nested loop over 500 of each takes longer
    /// than to end the tasks.
    /// </summary>
    public NpgsqlDataSource Streams { get; } = PostgresSources.Create(connectionString, Indexes, maxAutoPrepare: 100, connections: 5, Buffer);

    /// <summary>For windows, single tasks and sweeps.</summary>
    public NpgsqlDataSource Acts { get; } =
        PostgresSources.Create(connectionString, $"{Indexes} -c enable_hashjoin=off", maxAutoPrepare: 100, connections: 5, Buffer);

    /// <summary>For searches: planned each time, by what the tables hold.</summary>
    public NpgsqlDataSource Free { get; } = PostgresSources.Create(connectionString, "-c jit=off", maxAutoPrepare: 0, connections: 2);

    /// <summary>Bytes: a batch of 500 small tasks in one or two packets.</summary>
    private static int Buffer => 128 * 1024;

    public async ValueTask DisposeAsync()
    {
        await Streams.DisposeAsync();
        await Acts.DisposeAsync();
        await Free.DisposeAsync();
    }
}
