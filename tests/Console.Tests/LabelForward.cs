using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.OperatorConsole;

/// <summary>The application's real PostgreSQL and Redis.</summary>
public sealed class LabelForward : IAsyncDisposable
{
    private LabelForward(LabelForwardTables tables, RedisServer redis) => (Tables, Redis) = (tables, redis);

    public LabelForwardTables Tables { get; }

    public RedisServer Redis { get; }

    /// <summary>Tell a node of both.</summary>
    public (string Key, string Value)[] Settings =>
        [("Downloads:ConnectionString", Tables.ConnectionString), ("Downloads:Redis", Redis.Address)];

    public static async Task<LabelForward> StartAsync(SharedPostgres postgres) =>
        new(await LabelForwardTables.CreateAsync(await postgres.CreateDatabaseAsync()), await RedisServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await Tables.DisposeAsync();
    }
}
