using Switchyard.Cluster.Yard;
using Switchyard.Servers;

namespace Switchyard.Cluster;

/// <summary>What a node counts that has others beside it.</summary>
[Collection(typeof(TheCluster))]
public sealed class MetricsTests(ThreeNodes nodes)
{
    [Fact]
    public async Task Prometheus_has_no_complaint_and_no_label_names_a_life_of_a_silo()
    {
        await nodes.StartAllAsync();
        for (var node = 0; node < 3; node++)
        {
            var text = await nodes[node].Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);

            Assert.Equal("", await Promtool.JudgeAsync(text, "check", "metrics"));
            Assert.Contains("orleans_messaging_sent_messages_size_bytes_count{connection_direction=", text, StringComparison.Ordinal);

            // An address with the time at which its silo began.
            Assert.DoesNotMatch("=\"S[^\"]+:[0-9]+:[0-9]+\"", text);
        }
    }
}
