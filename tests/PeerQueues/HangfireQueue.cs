using Hangfire;
using Hangfire.PostgreSql;

namespace Switchyard.PeerQueues;

/// <summary>Hangfire on PostgreSQL. Its calls wait with a thread each.</summary>
internal sealed class HangfireQueue : IQueue, IDisposable
{
    private static readonly string Payload = new('x', 249);

    private readonly PostgreSqlStorage _storage;
    private readonly BackgroundJobClient _client;
    private BackgroundJobServer? _server;

    public HangfireQueue(string address)
    {
        var options = new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(100) };
        GlobalConfiguration.Configuration.UsePostgreSqlStorage(postgres => postgres.UseNpgsqlConnection(address), options);
        _storage = (PostgreSqlStorage)JobStorage.Current;
        _client = new BackgroundJobClient(_storage);
    }

    /// <summary>What a job does.</summary>
#pragma warning disable CA1801, IDE0060 // A job has a payload, also one that does nothing.
    public static void Run(string payload) => Done.Add();
#pragma warning restore CA1801, IDE0060

    public Task AddOneAsync() => Task.FromResult(_client.Enqueue(() => Run(Payload)));

    public Task StartAsync(int workers)
    {
        _server = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = workers }, _storage);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Waits for the jobs that are being done.</summary>
    public void Dispose()
    {
        _server?.SendStop();
        _server?.Dispose();
        _server = null;
    }
}
