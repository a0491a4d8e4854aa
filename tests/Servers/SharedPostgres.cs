namespace Switchyard.Servers;

/// <summary>One server for a whole test run, started by the first who needs it. Register it as an assembly fixture.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    /// <summary>For several silos at once, each with pools of its own.</summary>
    private const int Connections = 1000;

    private readonly Lazy<Task<PostgresServer>> _server = new(() => PostgresServer.StartNewAsync(Connections));

    /// <summary>Makes an empty database of the caller's own.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync() => await (await _server.Value).CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
