using Orleans.Concurrency;
using Switchyard.Compute;
using Switchyard.Compute.Services;
using Switchyard.Expertise.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Expertise;

[StatelessWorker, Reentrant]
internal sealed class ExpertiseJobsGrain(
    IWorkStore store, IdAllocator ids, TokenVault vault, ServiceCatalog catalog, ExpertiseOptions options, IGrainFactory grains, TimeProvider time)
    : Grain, IExpertiseJobsGrain
{
    private static readonly string[] Queues = [ExpertiseNames.DatasetQueue, ExpertiseNames.ScoringQueue];

    public async Task<ExpertiseSubmitted> SubmitAsync(ExpertiseSubmission submission)
    {
        if (!await CanScoreAsync(submission.Model) || !await grains.GetScheduler().PermitsAsync(ExpertiseNames.DatasetService))
        {
            return new(null, ExpertiseRefusal.NoSource);
        }

        var isSparse = ExpertiseConfig.Deserialize(submission.Config).ModelParams.SparseValue is not null;
        var token = submission.Token is { } secret ? vault.Seal(secret) : null;
        var write = ExpertiseRows.Insert(await ids.NextAsync(), submission, isSparse, token, time.GetUtcNow());
        switch (await store.WriteAsync(write))
        {
            case WriteOutcome.Committed:
                grains.GetScheduler().OfferAsync([ExpertiseRows.EntryOf(write.New, options)]).Ignore();
                return new(write.New.Id, ExpertiseRefusal.None);
            case WriteOutcome.TargetTaken:
                return new(null, ExpertiseRefusal.Duplicate);
            default:
                throw new InvalidOperationException($"The id {write.New.Id} was given twice.");
        }
    }

    public async Task<ExpertisePage> ListAsync(string? owner, long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var (rows, next) = owner is null ? await ReadAllAsync(after, limit) : await ReadOwnAsync(owner, after, limit);
        var views = await Task.WhenAll(rows.Select(async row =>
        {
            var parts = await store.ReadPartsAsync(row.Id, [ExpertiseRows.RequestPart]);
            return ExpertiseViews.ViewOf(row, parts.GetValueOrDefault(ExpertiseRows.RequestPart) ?? []);
        }));
        return new(views, next);
    }

    /// <summary>Of the services that the node has itself, one scores; any command may.</summary>
    public async Task<bool> CanScoreAsync(string model) =>
        (model == ExpertiseNames.Bm25Service || catalog.Find(model) is CommandService) && await grains.GetScheduler().PermitsAsync(model);

    private async Task<(IReadOnlyList<WorkRow> Rows, long? Next)> ReadAllAsync(long after, int limit)
    {
        var rows = await store.ListAsync(new WorkQuery { Kind = ExpertiseNames.Kind, Queues = Queues, After = after, Limit = limit, WithBodies = true });
        return (rows, rows.Count == limit ? rows[^1].Id : null);
    }

    /// <summary>A record of a job that was deleted leads nowhere.</summary>
    private async Task<(IReadOnlyList<WorkRow> Rows, long? Next)> ReadOwnAsync(string owner, long after, int limit)
    {
        var records = await store.ReadRecordsAsync(ExpertiseRows.SpaceOf(owner), after, limit);
        var rows = await Task.WhenAll(records.Select(record =>
            store.ReadAsync(long.Parse(record.Key, System.Globalization.CultureInfo.InvariantCulture))));
        return ([.. rows.OfType<WorkRow>()], records.Count == limit ? records[^1].Sequence : null);
    }
}
