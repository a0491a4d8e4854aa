namespace Switchyard.Hosting;

/// <summary>
/// Asks the store every two seconds and the silo at once. A store that does not answer for five seconds is unreachable.
/// </summary>
internal sealed partial class NodeReadiness(
    ISiloStatusOracle silo,
    StorePing ping,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<NodeReadiness> logger) : BackgroundService, INodeReadiness
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile string? _store = "the store was not asked yet";

    public bool IsReady => Reason is null;

    public string? Reason =>
        lifetime.ApplicationStopping.IsCancellationRequested ? "draining"
        : silo.CurrentStatus != SiloStatus.Active ? $"the silo is {silo.CurrentStatus}"
        : _store;

    /// <summary>The first question is answered before the silo starts, so that a node that serves is ready.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await AskStoreAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await AskStoreAsync(stoppingToken);
        }
    }

    private async Task AskStoreAsync(CancellationToken stoppingToken)
    {
        var before = _store;
        try
        {
            await ping(stoppingToken).WaitAsync(Patience, time, stoppingToken);
            _store = null;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            _store = "the store cannot be reached";
            if (_store != before)
            {
                LogUnreachable(exception.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The store cannot be reached: {Reason}")]
    private partial void LogUnreachable(string reason);
}
