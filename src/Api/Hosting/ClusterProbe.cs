using Switchyard.Work;

namespace Switchyard.Hosting;

/// <summary>The readiness of a front end alone: whether the cluster answers a small question about its store.</summary>
internal sealed class ClusterProbe(IGrainFactory grains, TimeProvider time) : BackgroundService, INodeReadiness
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
            _reason = await AskAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IWorkQueriesGrain>(0).ListQueuesAsync().WaitAsync(Patience, time, cancellationToken);
            return null;
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            return "the cluster does not answer";
        }
    }
}
