using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

/// <summary>The statistics of a campaign from the tallies of its queue: arithmetic, no reading.</summary>
internal static class CampaignNumbers
{
    public static CampaignStatistics From(IReadOnlyDictionary<string, long> tallies, ClientCounts clients, bool hasEvaluation)
    {
        var (queued, running) = (Of("status.queued"), Of("status.running"));
        var unfinished = queued + running;
        var (results, errors) = (Facet(TableFacets.Results), Facet(TableFacets.Errors));
        var meanResult = Statistics.Mean(Facet(TableFacets.ResultMs), results);
        return new()
        {
            Tables = unfinished + Of("status.completed") + Of("status.failed") + Of("status.cancelled") + Of("status.timedout"),
            Unfinished = unfinished,
            Running = running,
            Results = Facet(TableFacets.ReturnedResults),
            Errors = Facet(TableFacets.ReturnedErrors),
            Unreadable = Facet(TableFacets.Unreadable),
            MeanResultTime = meanResult,
            MeanErrorTime = Statistics.Mean(Facet(TableFacets.ErrorMs), errors),
            Remaining = Statistics.Remaining(meanResult, unfinished, clients.Quarter),
            Clients = clients,
            Cea = CoverageOf(AnnotationTask.Cea),
            Cta = CoverageOf(AnnotationTask.Cta),
            Cpa = CoverageOf(AnnotationTask.Cpa),
            HasResults = results > 0,
            HasErrors = errors > 0,
            HasEvaluation = hasEvaluation,
            Removed = Of("removed"),
        };

        long Of(string name) => tallies.GetValueOrDefault(name);

        long Facet(string name) => Of("facet." + name);

        Coverage CoverageOf(AnnotationTask task)
        {
            var facet = TableFacets.Names(task);
            return new(Facet(facet.Mapped), Facet(facet.Total));
        }
    }
}
