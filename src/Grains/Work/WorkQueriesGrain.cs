using System.Globalization;
using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Work;

[StatelessWorker, Reentrant]
public sealed class WorkQueriesGrain(IWorkStore store) : Grain, IWorkQueriesGrain
{
    private const int MaxPage = 1000;

    public async Task<WorkPage> ListAsync(WorkFilter filter, string? cursor, int limit)
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var rows = await store.ListAsync(new WorkQuery
        {
            Kind = filter.Kind,
            Queue = filter.Queue,
            Statuses = filter.Status is { } status ? [status] : null,
            NamePrefix = filter.NamePrefix,
            Owner = filter.Owner,
            After = cursor is null ? null : PlaceOf(cursor),
            Descending = true,
            Limit = size,
        });
        return new(
            [.. rows.Select(row => row.ToView())],
            rows.Count == size ? rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<WorkItemView?> FindAsync(long id) => (await store.ReadAsync(id))?.ToView();

    public Task<IReadOnlyList<AttemptView>> GetAttemptsAsync(long id) => store.ReadAttemptsAsync(id);

    public Task<IReadOnlyList<string>> ListQueuesAsync() => store.ReadQueuesAsync();

    public Task<IReadOnlyList<WorkerView>> ListWorkersAsync(string queue, int limit) =>
        store.ReadWorkersAsync(queue, Math.Clamp(limit, 1, MaxPage));

    public Task<IReadOnlyList<RatePoint>> GetRatesAsync(string queue, DateTimeOffset since) =>
        store.ReadRatesAsync(queue, since);

    /// <summary>A cursor that no page gave must not look like the first page.</summary>
    private static long PlaceOf(string cursor) => long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
        ? place
        : throw new ArgumentException("It is not what a page gave as next.", nameof(cursor));
}
