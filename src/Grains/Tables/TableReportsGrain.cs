using System.Text;
using Orleans.Concurrency;
using Switchyard.Tables.Rules;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

[StatelessWorker, Reentrant]
public sealed class TableReportsGrain(
    IWorkStore store, TableAudit audit, TableEvaluation evaluation, TablesOptions options, TimeProvider time)
    : Grain, ITableReportsGrain
{
    private static readonly AnnotationTask[] Tasks = [AnnotationTask.Cea, AnnotationTask.Cta, AnnotationTask.Cpa];

    private string Campaign => this.GetPrimaryKeyString();

    public Task<long?> FindAsync(string table) => store.FindAsync(Campaign, table);

    public async Task<string?> FindAlikeAsync(string table)
    {
        if (NameForm.Of(table) is not { } form)
        {
            return null;
        }

        // The form itself may be a name. A record stays when its table is removed: the table is looked up.
        var recorded = await store.ReadRecordAsync(NameForm.Space, NameForm.KeyOf(Campaign, form));
        foreach (var name in new[] { form, recorded is null ? null : Encoding.UTF8.GetString(recorded) })
        {
            if (name is not null && name != table && await store.FindAsync(Campaign, name) is not null)
            {
                return name;
            }
        }

        return null;
    }

    public async Task<CampaignStatistics> GetStatisticsAsync()
    {
        var now = time.GetUtcNow();
        var tallies = await store.ReadTalliesAsync(Campaign);
        var clients = await Task.WhenAll(
            new[] { TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromDays(1) }
                .Select(span => store.CountWorkersAsync(Campaign, now - span)));
        return CampaignNumbers.From(
            tallies,
            new ClientCounts(clients[0], clients[1], clients[2], clients[3]),
            hasEvaluation: options.InputDirectory is { } input && Directory.Exists(Path.Combine(input, "solution")));
    }

    public async Task<IReadOnlyList<MissingMappings>> GetMissingMappingsAsync(int limit)
    {
        var tables = new WorkQuery { Kind = TableNames.Kind, Queue = Campaign, Limit = Math.Clamp(limit, 1, 1000) };
        var missing = new List<MissingMappings>();
        foreach (var task in Tasks)
        {
            var facet = TableFacets.Names(task);
            var all = await store.ListAsync(tables with
            {
                Facets =
                [
                    new(TableFacets.Results, FacetComparison.Greater, 0),
                    new(facet.Total, FacetComparison.Greater, 0),
                    new(facet.Mapped, FacetComparison.Equal, 0),
                ],
            });
            var part = await store.ListAsync(tables with
            {
                Facets = [new(facet.Mapped, FacetComparison.Greater, 0), new(facet.Missing, FacetComparison.Greater, 0)],
                LargestFacet = facet.Missing,
            });
            missing.Add(new(
                task,
                [.. all.Select(row => row.Name ?? "")],
                [.. part.Select(row => new PartlyMapped(row.Name ?? "", row.Facets[facet.Total], row.Facets[facet.Mapped]))]));
        }

        return missing;
    }

    public Task AddAuditAsync(IReadOnlyList<AuditRecord> records) => audit.AddAsync(Campaign, records);

    public Task<IReadOnlyList<AuditSum>> GetAuditSumsAsync() => audit.ReadSumsAsync(Campaign);

    public Task<IReadOnlyList<TaskEvaluation>?> GetEvaluationAsync() => evaluation.EvaluateAsync(Campaign);

    public Task<IReadOnlyList<TaskAnalysis>?> GetAnalysisAsync() => evaluation.AnalyseAsync(Campaign);

    public Task<GroundTruth?> GetGroundTruthAsync(string table) => evaluation.ReadGroundTruthAsync(table);
}
