using System.Runtime.CompilerServices;
using System.Text;
using Switchyard.Tables;

namespace Switchyard.Yard;

public sealed class YardCampaignGrain(YardState yard) : Grain, ICampaignGrain
{
    public async Task<GetWorkResult> GetWorkAsync(string client, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (client == YardState.Leaver)
        {
            yard.LeaverAsked.TrySetResult();
            await using var left = cancellationToken.Register(() => yard.LeaverLeft.TrySetResult());
            await yard.LeaverLeft.Task;
        }

        return yard.Work.TryGetValue(client, out var answers) && answers.TryDequeue(out var answer)
            ? answer()
            : new GetWorkResult(GetWorkStatus.Finished, null);
    }

    public Task LeftAsync(long tableId) => Task.CompletedTask;

    public Task<ImportProgress> ImportAsync() => Task.FromResult(new ImportProgress { Phase = ImportPhase.ReadingTargets, TablesFound = 3 });

    public Task<ImportProgress> GetImportProgressAsync() => ImportAsync();

    public Task<ResetOutcome> ResetAsync(ResetSelection which, IReadOnlyList<string> tables, bool dryRun)
    {
        yard.Resets.Enqueue((which, dryRun));
        return Task.FromResult(which == ResetSelection.Named
            ? new ResetOutcome(tables.Count(name => yard.Find(name) is not null), [.. tables.Where(name => yard.Find(name) is null)])
            : new ResetOutcome(7, []));
    }
}

public sealed class YardReportsGrain(YardState yard) : Grain, ITableReportsGrain
{
    public Task<long?> FindAsync(string table) =>
        yard.FindFailures.TryGetValue(table, out var failures) && failures.TryDequeue(out var failure)
            ? throw failure
            : Task.FromResult(yard.Find(table));

    public Task<CampaignStatistics> GetStatisticsAsync() => Task.FromResult(new CampaignStatistics
    {
        Tables = 4,
        Clients = new ClientCounts(1, 2, 3, 4),
        Cea = new Coverage(1, 8),
        Cta = new Coverage(0, 0),
        Cpa = new Coverage(2, 2),
        HasErrors = yard.HasErrors,
        HasResults = yard.HasResults,
        MeanResultTime = TimeSpan.FromSeconds(90),
    });

    public Task<IReadOnlyList<MissingMappings>> GetMissingMappingsAsync(int limit) => Task.FromResult<IReadOnlyList<MissingMappings>>([]);

    public Task AddAuditAsync(IReadOnlyList<AuditRecord> records)
    {
        foreach (var record in records)
        {
            yard.Audit.Enqueue(record);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AuditSum>> GetAuditSumsAsync() => Task.FromResult<IReadOnlyList<AuditSum>>([]);

    public Task<IReadOnlyList<TaskEvaluation>?> GetEvaluationAsync() => Task.FromResult<IReadOnlyList<TaskEvaluation>?>(null);

    // A fault of the program, not of the cluster.
    public Task<IReadOnlyList<TaskAnalysis>?> GetAnalysisAsync() => throw new InvalidOperationException("secret detail");

    public Task<GroundTruth?> GetGroundTruthAsync(string table) =>
        Task.FromResult<GroundTruth?>(new GroundTruth([new Annotation(1, 0, "Q72")], null, null));
}

public sealed class YardExportsGrain(YardState yard) : Grain, ITableExportsGrain
{
    /// <summary>Three chunks of an SQLite file's size, each of its own byte.</summary>
    public async IAsyncEnumerable<byte[]> DatabaseAsync(string campaign)
    {
        for (byte chunk = 1; chunk <= 3; chunk++)
        {
            await Task.Yield();
            yield return [.. Enumerable.Repeat(chunk, 64 * 1024)];
        }
    }

    public async IAsyncEnumerable<byte[]> SubmissionAsync(string campaign, AnnotationTask task, bool missing)
    {
        await Task.Yield();
        yield return Encoding.UTF8.GetBytes($"{task},{missing}\n");
    }

    /// <summary>Breaks in the middle.</summary>
    public async IAsyncEnumerable<byte[]> ErrorsZipAsync(string campaign)
    {
        for (var chunk = 0; chunk < 40; chunk++)
        {
            await Task.Yield();
            yield return new byte[64 * 1024];
        }

        throw new IOException("The disk is gone.");
    }

    public IAsyncEnumerable<byte[]> ResultsZipAsync(string campaign) => Endless();

    public IAsyncEnumerable<byte[]> AuditAsync(string campaign) => AsyncEnumerable.Empty<byte[]>();

    public Task<string?> GetErrorTextAsync(long tableId, long leaseNumber) =>
        Task.FromResult(leaseNumber == 1 ? "<b>Traceback</b> ä" : null);

    private async IAsyncEnumerable<byte[]> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return new byte[64 * 1024];
            }
        }
        finally
        {
            yard.EndlessExportLeft.TrySetResult();
        }
    }
}
