using Switchyard.Work.Store;

namespace Switchyard.Hosting;

/// <summary>
/// Asks the stores every two seconds and the silo at once. A store that does not answer for five seconds is unreachable.
/// The work store and the disk must also take a write, which is asked every five seconds, so that an idle node has little to do.
/// </summary>
internal sealed partial class NodeReadiness(
    ISiloStatusOracle silo,
    StorePing ping,
    IStoreHealth workStore,
    INodeDisk disk,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<NodeReadiness> logger) : BackgroundService, INodeReadiness
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WritePeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PeriodicTimer _timer = new(Period, time);

    private volatile string? _store = "the store was not asked yet";
    private long? _written;

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
        while (await _timer.WaitForNextTickAsync(stoppingToken))
        {
            await AskStoreAsync(stoppingToken);
        }
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    private async Task AskStoreAsync(CancellationToken stoppingToken)
    {
        var before = _store;
        var why = "";
        try
        {
            await ping(stoppingToken).WaitAsync(Patience, time, stoppingToken);
            _store = disk.WhyFull() ?? await WhyNoWritesAsync(stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            _store = "the store cannot be reached";
            why = exception.Message;
        }

        if (_store is { } reason && reason != before)
        {
            LogNotReady(reason, why);
        }
    }

    /// <summary>As it was found at the last write, which is not long ago; a store that took none is asked each time.</summary>
    private async Task<string?> WhyNoWritesAsync(CancellationToken stoppingToken)
    {
        if (_written is { } written && time.GetElapsedTime(written) < WritePeriod)
        {
            return null;
        }

        _written = null;
        var why = await Task.Run(disk.WhyNotWritable, stoppingToken).WaitAsync(Patience, time, stoppingToken)
            ?? (await workStore.PingAsync().WaitAsync(Patience, time, stoppingToken) ? null : "the work store takes no writes");
        _written = why is null ? time.GetTimestamp() : null;
        return why;
    }

    [LoggerMessage(1020, LogLevel.Warning, "The node is not ready: {Reason} {Why}")]
    private partial void LogNotReady(string reason, string why);
}
