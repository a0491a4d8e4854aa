using Switchyard.Tables.Reports;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>Compares what the clients found with the right answers in the input directory, where there are some.</summary>
public sealed class TableEvaluation(IWorkStore store, TablesOptions options) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public void Dispose() => _one.Dispose();

    /// <summary>Null when the input directory has no <c>solution</c> directory.</summary>
    public async Task<IReadOnlyList<TaskEvaluation>?> EvaluateAsync(string campaign, CancellationToken cancellationToken = default)
    {
        if (Directory("solution") is not { } solution)
        {
            return null;
        }

        var solved = await store.CountAsync(
            new WorkQuery
            {
                Kind = TableNames.Kind,
                Queue = campaign,
                Facets = [new(TableFacets.Results, FacetComparison.Greater, 0)],
            },
            cancellationToken);
        return await RunAsync(() =>
            Evaluation.RunAsync(solution, solved, name => ReadSolvedAsync(campaign, name, cancellationToken), cancellationToken));
    }

    /// <summary>Null when the input directory has no <c>solution</c> directory.</summary>
    public async Task<IReadOnlyList<TaskAnalysis>?> AnalyseAsync(string campaign, CancellationToken cancellationToken = default) =>
        Directory("solution") is { } solution
            ? await RunAsync(() => CandidateAnalysis.RunAsync(solution, name => ReadAnalysedAsync(campaign, name, cancellationToken), cancellationToken))
            : null;

    /// <summary>Null when the input directory has no <c>gt</c> directory.</summary>
    public Task<GroundTruth?> ReadGroundTruthAsync(string table) =>
        Directory("gt") is { } directory
            ? Task.Run<GroundTruth?>(() => GroundTruthFiles.Read(directory, table))
            : Task.FromResult<GroundTruth?>(null);

    private async Task<SolvedTable?> ReadSolvedAsync(string campaign, string name, CancellationToken cancellationToken) =>
        await store.FindAsync(campaign, name, cancellationToken) is { } id && await store.ReadAsync(id, cancellationToken) is { } row
            ? new(row.Facets.GetValueOrDefault(TableFacets.Results) > 0, await TableScan.ReadTargetsAsync(store, id, cancellationToken))
            : null;

    private async Task<AnalysedTable?> ReadAnalysedAsync(string campaign, string name, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(campaign, name, cancellationToken) is not { } id)
        {
            return null;
        }

        var parts = await store.ReadPartsAsync(id, [TableWork.AnalysisPart], cancellationToken);
        return parts.TryGetValue(TableWork.AnalysisPart, out var packed)
            ? new(await TableScan.ReadTargetsAsync(store, id, cancellationToken), Checkpoints.Parse(Gzip.Unpack(packed)))
            : null;
    }

    /// <summary>One at a time, and not on a grain's scheduler: it reads every table of the campaign.</summary>
    private async Task<T> RunAsync<T>(Func<Task<T>> report)
    {
        await _one.WaitAsync();
        try
        {
            return await Task.Run(report);
        }
        finally
        {
            _one.Release();
        }
    }

    private string? Directory(string name) =>
        options.InputDirectory is { } input && System.IO.Directory.Exists(Path.Combine(input, name)) ? Path.Combine(input, name) : null;
}
