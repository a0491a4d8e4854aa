using Switchyard.Tables;
using Switchyard.Work;

namespace Switchyard.Yard;

[GrainType("table")]
public sealed class YardTableGrain(YardState yard, TimeProvider time) : Grain, ITableGrain
{
    private YardTable? Table => yard.Tables.GetValueOrDefault(this.GetPrimaryKeyLong());

    public Task<WorkPackage?> AssignAsync(string client, AssignMode mode) => Task.FromResult(Table?.Package);

    public Task<WorkPackage?> DescribeAsync() => Task.FromResult(Table?.Package);

    public Task<StoreOutcome> StoreResultAsync(string client, TableResult result) =>
        Store(client, table => table.Results.Enqueue(result));

    public Task<StoreOutcome> StoreErrorAsync(string client, string text, RawBody body) =>
        Store(client, table => table.Errors.Enqueue((text, body)));

    public Task<bool> StoreAnalysisAsync(RawBody body)
    {
        Table?.Analyses.Enqueue(body);
        return Task.FromResult(Table is not null);
    }

    public Task<TableDetails?> GetDetailsAsync() => Task.FromResult(Table is { } table
        ? new TableDetails(
            table.View,
            [new Mapping(AnnotationTask.Cea, new Annotation(1, 0, "Q72"), 0), new Mapping(AnnotationTask.Cpa, new Annotation(0, 1, null), null)],
            [.. table.OpenClients.Select(client => new Assignment(
                1, client, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, table.ReturnedAt(client), null, null, Held: true))])
        : null);

    public Task<WorkItemView?> GetAsync() => Task.FromResult(Table?.View);

    public Task<ActOutcome> CancelAsync(string reason) => Act(terminal: false, WorkStatus.Cancelled);

    public Task<ActOutcome> ResetAsync() => Act(terminal: true, WorkStatus.Queued);

    public Task<string?> WhyNoResetAsync() => Task.FromResult(Table switch
    {
        null => null,
        { } table when !table.Status.IsTerminal() => $"The work item {table.Id} has not ended.",
        { Facets.Count: > 0 } table => $"The file of the table '{table.Name}' cannot be read: mend it, then import again.",
        _ => null,
    });

    public Task<WaitingView?> WhyWaitingAsync() => Task.FromResult((WaitingView?)new WaitingView(WaitingCodes.NoWorker, "no worker has taken it yet"));

    public Task<ActOutcome> ExpireAsync() => Task.FromResult(ActOutcome.Conflict);

    private Task<ActOutcome> Act(bool terminal, WorkStatus next)
    {
        if (Table is not { } table)
        {
            return Task.FromResult(ActOutcome.Unknown);
        }

        if (table.Status.IsTerminal() != terminal || table.Facets.Count > 0)
        {
            return Task.FromResult(ActOutcome.Conflict);
        }

        table.Status = next;
        return Task.FromResult(ActOutcome.Accepted);
    }

    private Task<StoreOutcome> Store(string client, Action<YardTable> accept)
    {
        if (Table is not { } table)
        {
            return Task.FromResult(StoreOutcome.UnknownTable);
        }

        if (table.Failures.TryDequeue(out var failure))
        {
            throw failure;
        }

        if (!table.OpenClients.Contains(client) || table.ReturnedAt(client) is not null)
        {
            return Task.FromResult(StoreOutcome.NotAssigned);
        }

        accept(table);
        if (table.LostAnswers.TryDequeue(out var lost))
        {
            table.Returned[client] = time.GetUtcNow();
            throw lost;
        }

        return Task.FromResult(StoreOutcome.Stored);
    }
}
