using MudBlazor;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Jobs.Pages;

/// <summary>The Jobs door as one circuit sees it: its grains, and its maintenance, which every page shows.</summary>
public sealed class JobsConsole : IDisposable
{
    /// <summary>The door in the console.</summary>
    public static readonly ConsolePart Part = new(
        typeof(JobsConsole),
        [
            new("console/jobs", "Jobs", Icons.Material.Outlined.Checklist),
            new("console/targets", "Targets", Icons.Material.Outlined.Adjust),
            new("console/datasets", "Datasets", Icons.Material.Outlined.Inventory2),
            new("console/maintenance", "Maintenance", Icons.Material.Outlined.Engineering),
        ])
    {
        Banner = typeof(MaintenanceBanner),
        Door = new("Jobs", "console/jobs", queue => queue.StartsWith($"{JobNames.Door}.", StringComparison.Ordinal)),
        Kinds = new Dictionary<string, Func<WorkItemView, string>?> { [JobNames.Kind] = item => $"console/jobs/{item.Id}" },
    };

    private readonly IGrainFactory _grains;
    private readonly IDisposable _following;

    public JobsConsole(IGrainFactory grains, ConsolePoller poller)
    {
        _grains = grains;
        _following = poller.Follow(async token => Newest = await poller.ShareAsync("maintenance", Maintenance.GetAsync, token), () => LiveScope.Acts);
    }

    /// <summary>The newest maintenance record; null before the cluster's first answer. Kept while the cluster is away.</summary>
    public MaintenanceRecord? Newest { get; private set; }

    public IMaintenanceGrain Maintenance => _grains.Reach<IMaintenanceGrain>(JobNames.Door);

    public IJobQueriesGrain Jobs => _grains.Reach<IJobQueriesGrain>(0);

    public IDatasetsGrain Datasets => _grains.Reach<IDatasetsGrain>(0);

    public IWorkQueriesGrain Queries => _grains.Reach<IWorkQueriesGrain>(0);

    public IJobGrain Job(long id) => _grains.Reach<IJobGrain>(id);

    public ITargetGrain Target(string name) => _grains.GetTarget(name);

    public IQueueGrain Queue(JobOperation operation) => _grains.Reach<IQueueGrain>(JobNames.Queue(operation));

    /// <summary>How many jobs of these operations there are in each status.</summary>
    public async Task<IReadOnlyDictionary<JobStatus, long>> CountAsync(IEnumerable<JobOperation> operations) =>
        JobCounts.Of(await Task.WhenAll(operations.Select(operation => Queue(operation).GetStatusAsync())));

    public void Dispose() => _following.Dispose();
}
