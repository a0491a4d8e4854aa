using MudBlazor;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Tables.Pages;

/// <summary>What one circuit knows of the campaign: filled by the poller, read by the frame and the overview.</summary>
public sealed class TablesConsole : IDisposable
{
    /// <summary>The door in the console.</summary>
    public static readonly ConsolePart Part = new(
        typeof(TablesConsole),
        [
            new("console/campaign", "Campaign", Icons.Material.Outlined.GridView),
            new("console/tables", "Tables", Icons.Material.Outlined.TableRows),
            new("console/clients", "Clients", Icons.Material.Outlined.Computer),
        ])
    {
        Banner = typeof(CampaignBanner),
        Door = new("Tables", "console/campaign", queue => queue == TableNames.Campaign),
        Kinds = new Dictionary<string, Func<WorkItemView, string>?> { [TableNames.Kind] = item => $"console/tables/{Uri.EscapeDataString(item.Name ?? "")}" },
        ItemPanel = typeof(TablePanel),
        MapFiles = routes => routes.MapAuditDownload(),
    };

    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ConsolePoller _poller;
    private readonly IDisposable _following;

    public TablesConsole(IGrainFactory grains, TimeProvider time, ConsolePoller poller)
    {
        _grains = grains;
        _time = time;
        _poller = poller;
        Rates = new RateHistory(time);
        _following = poller.Follow(LoadAsync, () => LiveScope.OfQueues(TableNames.Campaign));
    }

    /// <summary>The newest complete answer of the cluster; null before the first. Kept while the cluster is away.</summary>
    public TablesSnapshot? Snapshot { get; private set; }

    /// <summary>Events per minute of the last day at most.</summary>
    public RateHistory Rates { get; }

    public ICampaignGrain Campaign => _grains.CampaignGrain();

    public ITableReportsGrain Reports => _grains.TableReports();

    public IQueueGrain WorkQueue => _grains.Reach<IQueueGrain>(TableNames.Campaign);

    public IWorkQueriesGrain Queries => _grains.Reach<IWorkQueriesGrain>(0);

    public ITableGrain Table(long id) => _grains.Reach<ITableGrain>(id);

    /// <summary>The clients whose answers are refused.</summary>
    public Task<IReadOnlyList<RefusedClient>> ListRefusedAsync() => ClientList.ReadRefusedAsync(_grains);

    /// <summary>The text of an error a client reported; null when there is none.</summary>
    public Task<string?> GetErrorTextAsync(long tableId, long leaseNumber) =>
        _grains.NewTableExport().GetErrorTextAsync(tableId, leaseNumber);

    /// <summary>Asks the cluster for everything at once; all or nothing becomes visible.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var since = Rates.Since;
        var (snapshot, rates) = await _poller.ShareAsync($"campaign since {since:O}", () => ReadAsync(since), cancellationToken);
        Rates.Merge(rates);
        Snapshot = snapshot;
    }

    public void Dispose() => _following.Dispose();

    private async Task<(TablesSnapshot Snapshot, IReadOnlyList<RatePoint> Rates)> ReadAsync(DateTimeOffset since)
    {
        var at = _time.GetUtcNow();
        var statistics = Reports.GetStatisticsAsync();
        var queue = WorkQueue.GetStatusAsync();
        var import = Campaign.GetImportProgressAsync();
        var rates = Queries.GetRatesAsync(TableNames.Campaign, since);
        await Task.WhenAll(statistics, queue, import, rates);
        return (new TablesSnapshot(at, await statistics, await queue, await import), await rates);
    }
}

/// <param name="At">When it was asked for.</param>
public sealed record TablesSnapshot(
    DateTimeOffset At, CampaignStatistics Statistics, QueueStatus Queue, ImportProgress Import);
