using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Switchyard.Tasks;
using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Lane.Postgres;
using Switchyard.Work.Store;

namespace Switchyard.Benchmarks.Store;

/// <summary>The lane of the product.</summary>
internal sealed class StoreLane : ILane
{
    private readonly PostgresLaneStore _store;
    private readonly int _queue;
    private readonly long _epoch;
    private readonly byte[] _payload = [.. Enumerable.Repeat((byte)'x', 260)];
    private long _last;

    private StoreLane(PostgresLaneStore store, int queue, long epoch) => (_store, _queue, _epoch) = (store, queue, epoch);

    public static async Task<ILane> OpenAsync(string connectionString)
    {
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.OpenAsync();
            await new SchemaMigrations(typeof(ILaneStore).Assembly, "Switchyard.Tasks.Lane.Migrations.Postgres", "tasks")
                .ApplyAsync(connection, MigrationGuard.Postgres, TimeProvider.System);
        }

        var store = PostgresLaneStore.Open(connectionString, new WorkStoreOptions(), TimeProvider.System, NullLogger.Instance);
        var queue = (await store.OpenQueueAsync("bench")).Number;
        return new StoreLane(store, queue, await store.TakeOverAsync(queue));
    }

    public async Task SubmitAsync(int count)
    {
        var last = Interlocked.Add(ref _last, count);
        var now = TimeProvider.System.GetUtcNow();
        await _store.SubmitAsync(
            [.. Enumerable.Range(0, count).Select(place =>
                new LaneTask(last - count + place + 1, _queue, 0, new NewTask { Queue = "bench", Payload = _payload }, now))]);
    }

    public async Task<long[]> ReadAsync(long after, int limit) =>
        [.. (await _store.ReadHeadsAsync(_queue, [new LanePlace(0, "", after)], limit, 16 << 20)).Select(head => head.Id)];

    public async Task<long> ClaimAsync(long[] ids) => (await _store.ClaimAsync(new LaneClaim(
        _queue, _epoch, "worker", TimeSpan.FromMinutes(1), TimeProvider.System.GetUtcNow(), [new LaneClaimPart(null, ids)])))!.Value.Number;

    public async Task<int> CompleteAsync(long[] ids, long lease) => (await _store.CompleteAsync(
        [.. ids.Select(id => new TaskCompletion(id, lease))], TimeProvider.System.GetUtcNow())).Count(end => end.Outcome == TaskOutcome.Ok);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
