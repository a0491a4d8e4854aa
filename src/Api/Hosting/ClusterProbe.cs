using Switchyard.Work;

namespace Switchyard.Hosting;

/// <summary>The readiness of a front end alone: whether the cluster answers a small question about its store.</summary>
internal sealed partial class ClusterProbe(IGrainFactory grains, TimeProvider time, ILogger<ClusterProbe> logger)
    : BackgroundService, INodeReadiness
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile string? _reason = "the cluster has not answered yet";

    public bool IsReady => _reason is null;

    public string? Reason => _reason;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await AskAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await grains.Reach<IWorkQueriesGrain>(0).ListQueuesAsync().WaitAsync(Patience, time, cancellationToken);
            _reason = null;
        }
        // Whatever it is (a silo of another release has no such grain, say): a probe reports, and never ends the process.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (IsReady)
            {
                LogLost(failure);
            }

            _reason = "the cluster does not answer";
        }
    }

    [LoggerMessage(1004, LogLevel.Warning, "The cluster does not answer any more.")]
    private partial void LogLost(Exception failure);
}
