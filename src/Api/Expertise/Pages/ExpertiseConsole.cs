using MudBlazor;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Expertise.Pages;

/// <summary>The Expertise door as one circuit sees it.</summary>
public sealed class ExpertiseConsole(IGrainFactory grains)
{
    /// <summary>The door in the console.</summary>
    public static readonly ConsolePart Part = new(
        typeof(ExpertiseConsole), [new(Path, "Expertise", Icons.Material.Outlined.School)])
    {
        Door = new("Expertise", Path, queue => queue is ExpertiseNames.DatasetQueue or ExpertiseNames.ScoringQueue),
        Kinds = new Dictionary<string, Func<WorkItemView, string>?> { [ExpertiseNames.Kind] = item => PathOf(item.Id) },
        ItemPanel = typeof(ExpertisePanel),
        MapFiles = routes => routes.MapExpertiseFiles(),
    };

    private readonly SourceRuns _runs = new(grains, [new SourceRunKind(ExpertiseNames.Kind)]);

    /// <summary>The page of all jobs.</summary>
    public const string Path = "console/expertise";

    /// <summary>The page of a job.</summary>
    public static string PathOf(long id) => $"{Path}/{id}";

    public IExpertiseJobGrain Job(long id) => grains.GetExpertiseJob(id);

    /// <summary>The newest first.</summary>
    public Task<WorkPage> ListAsync(WorkFilter filter, string? cursor, int limit) =>
        grains.Reach<IWorkQueriesGrain>(0).ListAsync(filter with { Kind = ExpertiseNames.Kind }, cursor, limit);

    /// <summary>How far those of the items are that run, by id.</summary>
    public async Task<IReadOnlyDictionary<long, RunProgress>> FollowAsync(IEnumerable<WorkItemView> items)
    {
        var runs = items.Where(item => item.Status == WorkStatus.Running).Select(async item => (item.Id, Progress: RunProgress.Of((await Job(item.Id).GetRunAsync())?.Log)));
        var told = await Task.WhenAll(runs);
        return told.Where(run => run.Progress is not null).ToDictionary(run => run.Id, run => run.Progress!);
    }

    /// <summary>A job with its run; null when there is none.</summary>
    public async Task<ExpertiseNow?> FindAsync(long id)
    {
        if (await Job(id).LookAsync() is not { } job)
        {
            return null;
        }

        var run = _runs.FindAsync(job.Item);
        var waiting = job.Item.Status == WorkStatus.Queued ? Job(id).WhyWaitingAsync() : Task.FromResult<WaitingView?>(null);
        var attempts = grains.Reach<IWorkQueriesGrain>(0).GetAttemptsAsync(id);
        await Task.WhenAll(run, waiting, attempts);
        return new ExpertiseNow(job, (await run)?.Source, (await run)?.Position, (await run)?.Log, await waiting, await attempts);
    }
}
