using System.Runtime.CompilerServices;
using System.Text;
using Orleans.Concurrency;
using Switchyard.Tables;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public sealed class TestCampaignGrain(CampaignState state) : Grain, ICampaignGrain
{
    public Task<GetWorkResult> GetWorkAsync(string client, TimeSpan wait, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task LeftAsync(long tableId) => Task.CompletedTask;

    public Task<ImportProgress> ImportAsync()
    {
        state.Reached().Imports++;
        return Task.FromResult(state.ImportAnswer ?? state.Import);
    }

    public Task<ImportProgress> ImportWithAsync(ImportRequest request) => ImportAsync();

    public Task<ImportProgress> GetImportProgressAsync() => Task.FromResult(state.Reached().Import);

    public Task RefusedAsync(string? client, string table) => Task.CompletedTask;

    public Task<IReadOnlyList<RefusedClient>> GetRefusedClientsAsync() => Task.FromResult(state.Reached().Refused);

    public Task<ResetOutcome> ResetAsync(ResetSelection which, IReadOnlyList<string> tables, bool dryRun)
    {
        state.Reached().Record(new ResetCall(which, tables, dryRun));
        return Task.FromResult(state.ResetFinds);
    }
}

[StatelessWorker]
public sealed class TestReportsGrain(CampaignState state) : Grain, ITableReportsGrain
{
    public Task<long?> FindAsync(string table) =>
        Task.FromResult(state.Reached().Tables.FirstOrDefault(other => other.Item.Name == table)?.Item.Id);

    public Task<string?> FindAlikeAsync(string table) => Task.FromResult<string?>(null);

    public Task<CampaignStatistics> GetStatisticsAsync()
    {
        state.Reached().Polls++;
        return Task.FromResult(state.Statistics);
    }

    public Task<IReadOnlyList<MissingMappings>> GetMissingMappingsAsync(int limit) => Task.FromResult(state.Reached().Missing);

    public Task AddAuditAsync(IReadOnlyList<AuditRecord> records) => throw new NotSupportedException();

    public Task<IReadOnlyList<AuditSum>> GetAuditSumsAsync() => Task.FromResult(state.Reached().Audit);

    public Task<IReadOnlyList<TaskEvaluation>?> GetEvaluationAsync() => Task.FromResult(state.Reached().Evaluation);

    public Task<IReadOnlyList<TaskAnalysis>?> GetAnalysisAsync() => Task.FromResult(state.Reached().Analysis);

    public Task<GroundTruth?> GetGroundTruthAsync(string table) => throw new NotSupportedException();
}

[StatelessWorker]
public sealed class TestQueriesGrain(CampaignState state, JobsState jobs, DownloadsState downloads) : Grain, IWorkQueriesGrain
{
    public Task<WorkPage> ListAsync(WorkFilter filter, string? cursor, int limit)
    {
        var skip = int.Parse(cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var matching = state.Reached().Tables.Select(table => table.Item)
            .Concat(downloads.Builds)
            .Where(item => filter.Kind is null || item.Kind == filter.Kind)
            .Where(item => filter.Status is null || item.Status == filter.Status)
            .Where(item => filter.NamePrefix is null || item.Name!.StartsWith(filter.NamePrefix, StringComparison.Ordinal))
            .OrderByDescending(item => item.Id)
            .ToList();
        var next = skip + limit < matching.Count ? $"{skip + limit}" : null;
        return Task.FromResult(new WorkPage([.. matching.Skip(skip).Take(limit)], next));
    }

    public Task<WorkItemView?> FindAsync(long id) =>
        Task.FromResult(state.Reached().Tables.FirstOrDefault(table => table.Item.Id == id)?.Item ?? jobs.Find(id)?.Item);

    public Task<IReadOnlyList<AttemptView>> GetAttemptsAsync(long id) =>
        Task.FromResult(jobs.Find(id)?.Attempts ?? state.Reached().Tables.First(table => table.Item.Id == id).Attempts);

    public Task<IReadOnlyList<string>> ListQueuesAsync() => Task.FromResult<IReadOnlyList<string>>(["tables"]);

    public Task<IReadOnlyList<WorkerView>> ListWorkersAsync(string queue, int limit) => Task.FromResult(state.Reached().Workers);

    public Task<IReadOnlyList<RatePoint>> GetRatesAsync(string queue, DateTimeOffset since) =>
        Task.FromResult<IReadOnlyList<RatePoint>>([.. state.Reached().Rates.Where(point => point.Minute >= since)]);
}

public sealed class TestQueueGrain(CampaignState state, JobsState jobs, TimeProvider time) : Grain, IQueueGrain
{
    public Task<TakeResult> TakeAsync(int max) => throw new NotSupportedException();

    public Task<TakeResult> PeekAsync(int max) => throw new NotSupportedException();

    public Task<bool> WaitAsync(TimeSpan time, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task OfferAsync(IReadOnlyList<QueueEntry> entries) => Task.CompletedTask;

    public Task RefillAsync() => Task.CompletedTask;

    public Task PauseAsync(string by, string reason)
    {
        state.Reached().Queue = state.Queue with { Pause = new QueuePause(by, reason, time.GetUtcNow()) };
        return Task.CompletedTask;
    }

    public Task ResumeAsync(string by)
    {
        state.Reached().Queue = state.Queue with { Pause = null };
        return Task.CompletedTask;
    }

    public Task<QueuePlace> GetPlaceAsync(QueueEntry entry) => throw new NotSupportedException();

    public Task<QueuePause?> GetPauseAsync() => throw new NotSupportedException();

    public Task<QueueStatus> GetStatusAsync() =>
        Task.FromResult(this.GetPrimaryKeyString() == TableNames.Campaign ? state.Reached().Queue : jobs.QueueOf(this.GetPrimaryKeyString()));
}

public sealed class TestTableGrain(CampaignState state) : Grain, ITableGrain
{
    private TestTable? Table => state.Reached().Tables.FirstOrDefault(table => table.Item.Id == this.GetPrimaryKeyLong());

    public Task<WorkItemView?> GetAsync() => Task.FromResult(Table?.Item);

    public Task<TableDetails?> GetDetailsAsync() =>
        Task.FromResult(Table is { } table ? new TableDetails(table.Item, table.Mappings, table.Assignments) : null);

    public Task<ActOutcome> CancelAsync(string reason) => throw new NotSupportedException();

    public Task<ActOutcome> ResetAsync() => throw new NotSupportedException();

    public Task<string?> WhyNoResetAsync() => throw new NotSupportedException();

    public Task<WaitingView?> WhyWaitingAsync() => Task.FromResult(Table?.Item.Status == WorkStatus.Queued
        ? new WaitingView(WaitingCodes.Behind, "position 3,888 in queue tables")
        : null);

    public Task<ActOutcome> ExpireAsync() => throw new NotSupportedException();

    public Task<WorkPackage?> AssignAsync(string client, AssignMode mode) => throw new NotSupportedException();

    public Task<WorkPackage?> DescribeAsync() => throw new NotSupportedException();

    public Task<StoreOutcome> StoreResultAsync(string client, TableResult result) => throw new NotSupportedException();

    public Task<StoreOutcome> StoreErrorAsync(string client, string text, RawBody body) => throw new NotSupportedException();

    public Task<bool> StoreAnalysisAsync(RawBody body) => throw new NotSupportedException();
}

public sealed class TestExportsGrain(CampaignState state) : Grain, ITableExportsGrain
{
    public IAsyncEnumerable<byte[]> SubmissionAsync(string campaign, AnnotationTask task, bool missing) => OneAsync("submission");

    public IAsyncEnumerable<byte[]> ResultsZipAsync(string campaign) => OneAsync("results");

    public IAsyncEnumerable<byte[]> ErrorsZipAsync(string campaign) => OneAsync("errors");

    public IAsyncEnumerable<byte[]> DatabaseAsync(string campaign) => OneAsync("database");

    public IAsyncEnumerable<byte[]> AuditAsync(string campaign) => OneAsync("audit");

    public Task<string?> GetErrorTextAsync(long tableId, long leaseNumber) =>
        Task.FromResult(state.Reached().Tables.First(table => table.Item.Id == tableId).Errors.GetValueOrDefault(leaseNumber));

    private static async IAsyncEnumerable<byte[]> OneAsync(string text, [EnumeratorCancellation] CancellationToken token = default)
    {
        await Task.Yield();
        token.ThrowIfCancellationRequested();
        yield return Encoding.UTF8.GetBytes(text);
    }
}
