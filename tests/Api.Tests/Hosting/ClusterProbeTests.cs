using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Yard;

namespace Switchyard.Hosting;

public sealed class ClusterProbeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_front_end_is_ready_while_its_cluster_answers()
    {
        var cluster = new YardCluster();
        await cluster.InitializeAsync();
        var time = new FakeTimeProvider();
        using var probe = new ClusterProbe(cluster.Grains, time, NullLogger<ClusterProbe>.Instance);
        Assert.False(probe.IsReady);

        await probe.StartAsync(Cancelled);
        await UntilAsync(() => probe.IsReady, time);
        Assert.Null(probe.Reason);

        await cluster.DisposeAsync();
        await UntilAsync(() => !probe.IsReady, time);
        Assert.Equal("the cluster does not answer", probe.Reason);
        await probe.StopAsync(Cancelled);
        Assert.True(probe.ExecuteTask!.IsCanceled);
    }

    private static async Task UntilAsync(Func<bool> condition, FakeTimeProvider time)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
