using System.Net;
using Orleans.Configuration;
using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>
/// A node that is a pod: the cluster asks Kubernetes which pods there are, and takes a silo whose pod was deleted for dead at
/// once, since a new pod has a new address and will never take the old one's place.
/// </summary>
internal static class KubernetesHosting
{
    private const string Key = "Cluster:Kubernetes";

    /// <summary>Set by the manifest from the pod's own fields.</summary>
    private static readonly string[] Needed = ["POD_NAME", "POD_NAMESPACE", "POD_IP"];

    /// <summary>Does nothing unless <c>Cluster:Kubernetes</c> is set.</summary>
    /// <exception cref="StartRefusedException">The pod's variables are missing, or the storage is not PostgreSQL.</exception>
    public static ISiloBuilder AddKubernetes(this ISiloBuilder silo, NodeSettings settings)
    {
        if (!settings.Node.Kubernetes)
        {
            return silo;
        }

        if (settings.Storage.Provider != StorageProvider.Postgres)
        {
            throw StartRefusedException.Setting($"{Key} needs Storage:Provider=Postgres");
        }

        if (Needed.Where(name => string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name))).ToArray() is [_, ..] missing)
        {
            throw StartRefusedException.Setting($"{Key} needs the environment variables {string.Join(", ", missing)} of the pod (samples/kubernetes)");
        }

        if (!IPAddress.TryParse(Environment.GetEnvironmentVariable("POD_IP"), out var address))
        {
            throw StartRefusedException.Setting($"{Key}: POD_IP is not an address");
        }

        return silo
            // A container that failed is started again by its kubelet, on the pod's address: nothing is to be deleted.
            .UseKubernetesHosting(kubernetes => kubernetes.Configure(options => options.DeleteDefunctSiloPods = false))
            .Configure<EndpointOptions>(endpoints => endpoints.AdvertisedIPAddress = address);
    }
}
