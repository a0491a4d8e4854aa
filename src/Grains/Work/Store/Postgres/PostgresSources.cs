using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>Connections to one database, of two tempers.</summary>
internal sealed class PostgresSources(string connectionString) : IAsyncDisposable
{
    // Switched off means avoided, not forbidden; but the cost that the planner adds for it would call the JIT compiler.
    // Without the last one the server weighs at each call whether a new plan would not be cheaper for so few elements of an
    // array, and to make one takes longer than to run it.
    private const string IndexOnly =
        "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_sort=off -c jit=off "
        + "-c plan_cache_mode=force_generic_plan";

    /// <summary>
    /// For statements that have an index for all they do. Their plans are kept, and one that was made while a table was empty
    /// or not yet analysed would scan it for ever (measured: 116 writes a second), so the planner is told to go by index.
    /// </summary>
    public NpgsqlDataSource ByIndex { get; } = Create(connectionString, IndexOnly, maxAutoPrepare: 100, connections: 8);

    /// <summary>For searches: planned each time, by what the tables hold.</summary>
    public NpgsqlDataSource Free { get; } = Create(connectionString, "-c jit=off", maxAutoPrepare: 0, connections: 4);

    public async ValueTask DisposeAsync()
    {
        await ByIndex.DisposeAsync();
        await Free.DisposeAsync();
    }

    /// <param name="connections">At most; a connection string that names a number of its own wins.</param>
    /// <param name="buffer">Bytes that are sent and received at a time; null: Npgsql's own.</param>
    internal static NpgsqlDataSource Create(
        string connectionString, string options, int maxAutoPrepare, int connections, int? buffer = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = maxAutoPrepare,
            AutoPrepareMinUsages = 2,

            // No statement of the store changes its session, and to reset one at each use costs the server seven statements.
            NoResetOnClose = true,
        };

        if (!settings.ShouldSerialize("Maximum Pool Size"))
        {
            settings.MaxPoolSize = connections;
        }

        if (buffer is { } bytes)
        {
            settings.WriteBufferSize = bytes;
            settings.ReadBufferSize = bytes;
        }

        settings.Options = settings.Options is { Length: > 0 } own ? $"{options} {own}" : options;
        return NpgsqlDataSource.Create(settings);
    }
}
