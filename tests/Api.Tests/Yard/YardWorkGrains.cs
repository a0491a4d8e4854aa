using Switchyard.Work;

namespace Switchyard.Yard;

public sealed class YardQueriesGrain(YardState yard) : Grain, IWorkQueriesGrain
{
    public Task<WorkPage> ListAsync(WorkFilter filter, string? cursor, int limit)
    {
        if (cursor is not null && !long.TryParse(cursor, out _))
        {
            throw new ArgumentException("No cursor of ours.", nameof(cursor));
        }

        var items = yard.Tables.Values
            .Where(table => filter.NamePrefix is null || table.Name.StartsWith(filter.NamePrefix, StringComparison.Ordinal))
            .Where(table => filter.Status is null || table.Status == filter.Status)
            .Where(table => cursor is null || table.Id < long.Parse(cursor))
            .OrderByDescending(table => table.Id)
            .Take(limit)
            .Select(table => table.View)
            .ToArray();
        return Task.FromResult(new WorkPage(items, items.Length == limit ? items[^1].Id.ToString() : null));
    }

    public Task<WorkItemView?> FindAsync(long id) =>
        Task.FromResult(yard.Tables.GetValueOrDefault(id)?.View ?? yard.Tickets.All.GetValueOrDefault(id)?.View);

    public Task<IReadOnlyList<AttemptView>> GetAttemptsAsync(long id) => Task.FromResult<IReadOnlyList<AttemptView>>(
        [new AttemptView(1, "client", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, AttemptOutcome.TimedOut, "late")]);

    public Task<IReadOnlyList<string>> ListQueuesAsync() => Task.FromResult<IReadOnlyList<string>>(["tables", "other"]);

    public Task<IReadOnlyList<WorkerView>> ListWorkersAsync(string queue, int limit) =>
        Task.FromResult<IReadOnlyList<WorkerView>>(
            [new WorkerView("client", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 2, 3, 4)]);

    public Task<IReadOnlyList<RatePoint>> GetRatesAsync(string queue, DateTimeOffset since) =>
        Task.FromResult<IReadOnlyList<RatePoint>>([new RatePoint(since, "leased", 5)]);
}

public sealed class YardQueueGrain(YardState yard) : Grain, IQueueGrain
{
    private string Queue => this.GetPrimaryKeyString();

    public Task<TakeResult> TakeAsync(int max) => Task.FromResult(new TakeResult([], Paused: false, MayHaveMore: false));

    public Task<TakeResult> PeekAsync(int max) => TakeAsync(max);

    public Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task OfferAsync(IReadOnlyList<QueueEntry> entries) => Task.CompletedTask;

    public Task RefillAsync() => Task.CompletedTask;

    public Task PauseAsync(string by, string reason)
    {
        yard.Pauses[Queue] = new QueuePause(by, reason, DateTimeOffset.UnixEpoch);
        return Task.CompletedTask;
    }

    public Task ResumeAsync(string by)
    {
        yard.Pauses.TryRemove(Queue, out _);
        return Task.CompletedTask;
    }

    public Task<QueuePlace> GetPlaceAsync(QueueEntry entry) => throw new NotSupportedException();

    public Task<QueuePause?> GetPauseAsync() => throw new NotSupportedException();

    public Task<QueueStatus> GetStatusAsync() => Task.FromResult(new QueueStatus(
        Queue, 1, 2, new Dictionary<string, long> { ["completed"] = 3 }, null, yard.Pauses.GetValueOrDefault(Queue)));
}
