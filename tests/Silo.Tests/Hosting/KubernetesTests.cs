using Switchyard.Servers;

namespace Switchyard.Hosting;

public sealed class KubernetesTests
{
    private const string Postgres = "Storage:Provider=Postgres";
    private const string Connection = "ConnectionStrings:Switchyard=Host=127.0.0.1;Database=none;Username=nobody";

    [Theory]
    [InlineData("Cluster:Kubernetes needs the environment variables POD_NAME, POD_NAMESPACE, POD_IP of the pod", Postgres, Connection)]
    [InlineData("Cluster:Kubernetes needs Storage:Provider=Postgres")]
    public async Task A_node_that_is_told_to_be_a_pod_and_is_none_does_not_start(string reason, params string[] settings)
    {
        await using var node = NodeProcess.Launch([.. settings, "Cluster:Kubernetes=true"]);

        Assert.Equal(2, await node.EndAsync());
        Assert.Contains(reason, Assert.Single(node.Errors), StringComparison.Ordinal);
    }
}
