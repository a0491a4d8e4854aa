using Npgsql;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>The lane's own connections: those that write never wait for those that read.</summary>
internal sealed class PostgresLaneSources(string connectionString) : IAsyncDisposable
{
    // Tables are gone through by index alone, as in the work store. But the arrays that are sent and the ids of leases are joined by
    // hashing: a nested loop over 500 of each takes longer than to end the tasks.
    private const string ByIndex =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_mergejoin=off -c jit=off -c plan_cache_mode=force_generic_plan";

    public NpgsqlDataSource Writes { get; } = PostgresSources.Create(connectionString, ByIndex, maxAutoPrepare: 100, connections: 7, buffer: Buffer);

    public NpgsqlDataSource Reads { get; } = PostgresSources.Create(connectionString, ByIndex, maxAutoPrepare: 100, connections: 3, buffer: Buffer);

    /// <summary>For searches: planned each time, by what the tables hold.</summary>
    public NpgsqlDataSource Free { get; } = PostgresSources.Create(connectionString, "-c jit=off", maxAutoPrepare: 0, connections: 2);

    /// <summary>Bytes: a batch of 500 small tasks in one or two packets.</summary>
    private static int Buffer => 128 * 1024;

    public async ValueTask DisposeAsync()
    {
        await Writes.DisposeAsync();
        await Reads.DisposeAsync();
        await Free.DisposeAsync();
    }
}
