using System.Text.Json.Nodes;
using Switchyard.Servers;

namespace Switchyard.Hosting;

/// <summary>samples/kubernetes, as far as it can be judged without a cluster: by the programs that it starts, and by what it names itself.</summary>
public sealed class KubernetesManifestTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("switchyard-kubernetes-");

    private readonly IReadOnlyList<JsonNode> _all =
        [.. Directory.GetFiles(Project.PathOf("samples/kubernetes"), "*.yaml").Order(StringComparer.Ordinal).SelectMany(Manifest.Read)];

    private IEnumerable<JsonNode> Workloads => _all.Where(one => one.At("spec", "template") is not null);

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task Every_setting_is_one_of_the_program_that_gets_it()
    {
        Assert.Equal(3, Workloads.Count());
        foreach (var workload in Workloads)
        {
            var deployed = Read(workload);
            deployed.HasNoSecrets();
            await deployed.JudgeAsync(IsNode(workload) ? "Switchyard.Silo.dll" : "Switchyard.Api.dll", _scratch.FullName);
        }
    }

    [Fact]
    public void What_is_named_is_there()
    {
        foreach (var workload in Workloads)
        {
            var (pod, container) = (PodOf(workload), ContainerOf(workload));
            Assert.True(Selects(workload.MapAt("spec", "selector", "matchLabels"), workload));
            Assert.All(container.ListAt("envFrom"), from => Named("ConfigMap", from.TextAt("configMapRef", "name")));
            Assert.All(container.ListAt("volumeMounts"), mount => Assert.Single(pod.ListAt("volumes"), volume => volume.TextAt("name") == mount.TextAt("name")));
            Assert.All(pod.ListAt("volumes"), volume => Assert.Single(container.ListAt("volumeMounts"), mount => volume.TextAt("name") == mount.TextAt("name")));
            Assert.All(pod.ListAt("volumes").Where(volume => volume.At("secret") is not null), volume => Named("Secret", volume.TextAt("secret", "secretName")));
            Assert.All(
                pod.ListAt("volumes").Where(volume => volume.At("persistentVolumeClaim") is not null),
                volume => Named("PersistentVolumeClaim", volume.TextAt("persistentVolumeClaim", "claimName")));
            if (IsNode(workload))
            {
                Named("ServiceAccount", pod.TextAt("serviceAccountName"));
                Named("Service", workload.TextAt("spec", "serviceName"));
            }

            // Each has a budget, and is reached by a service.
            Assert.Single(Of("PodDisruptionBudget"), budget => Selects(budget.MapAt("spec", "selector", "matchLabels"), workload));
            Assert.Contains(Of("Service"), service => Selects(service.MapAt("spec", "selector"), workload));
        }

        foreach (var service in Of("Service"))
        {
            var ports = Workloads.Where(workload => Selects(service.MapAt("spec", "selector"), workload)).ToList();
            Assert.NotEmpty(ports);
            Assert.All(service.ListAt("spec", "ports").Where(port => port.At("targetPort") is not null), port => Assert.All(ports, workload => PortOf(workload, port.TextAt("targetPort"))));
        }

        foreach (var policy in Of("NetworkPolicy"))
        {
            var under = Workloads.Where(workload => Selects(policy.MapAt("spec", "podSelector", "matchLabels"), workload)).ToList();
            Assert.Equal(Workloads.Count(IsNode), under.Count);
            Assert.All(
                policy.ListAt("spec", "ingress").SelectMany(rule => rule.ListAt("ports")), port => Assert.All(under, workload => PortOf(workload, port.TextAt("port"))));
            Assert.All(
                policy.ListAt("spec", "ingress").SelectMany(rule => rule.ListAt("from")),
                from => Assert.Contains(Workloads, workload => Selects(from.MapAt("podSelector", "matchLabels"), workload)));
        }

        var binding = Assert.Single(Of("RoleBinding"));
        Named("Role", binding.TextAt("roleRef", "name"));
        Assert.All(binding.ListAt("subjects"), subject => Named(subject.TextAt("kind"), subject.TextAt("name")));
        Assert.All(_all.Where(one => one.TextAt("kind") != "Namespace"), one => Named("Namespace", one.TextAt("metadata", "namespace")));
    }

    [Fact]
    public async Task Probes_ask_what_a_node_answers_and_a_stop_has_its_time()
    {
        // With the directory of its input empty, as a new volume is.
        var input = _scratch.CreateSubdirectory("input").FullName;
        await using var node = await NodeProcess.StartAsync($"Storage:DataDirectory={_scratch.FullName}/data", $"Tables:InputDirectory={input}");
        foreach (var workload in Workloads)
        {
            foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
            {
                var asked = ContainerOf(workload).At(probe, "httpGet");
                PortOf(workload, asked.TextAt("port"));
                using var answer = await node.Http.GetAsync(new Uri(asked.TextAt("path"), UriKind.Relative), TestContext.Current.CancellationToken);
                Assert.True(answer.IsSuccessStatusCode, $"{asked.TextAt("path")}: {answer.StatusCode}");
                Assert.Equal(probe == "livenessProbe", asked.TextAt("path") == "/health/alive" && probe != "startupProbe");
            }

            var leave = TimeSpan.Parse(ContainerOf(workload).ListAt("env").FirstOrDefault(one => one.TextAt("name") == "Cluster__LeaveDelay")?.TextAt("value") ?? "0", null);
            Assert.True(double.Parse(PodOf(workload).TextAt("terminationGracePeriodSeconds"), null) >= leave.TotalSeconds + 30 + 5, workload.TextAt("metadata", "name"));
        }
    }

    [Fact]
    public void Nobody_is_root_and_no_limit_caps_what_services_take()
    {
        foreach (var workload in Workloads)
        {
            var (pod, container) = (PodOf(workload), ContainerOf(workload));
            Assert.Equal("true", pod.TextAt("securityContext", "runAsNonRoot"));
            Assert.NotEqual("0", pod.TextAt("securityContext", "runAsUser"));
            Assert.Equal("false", container.TextAt("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal(["cpu", "memory"], container.MapAt("resources", "requests").Keys.Where(key => key is "cpu" or "memory").Order(StringComparer.Ordinal));
            var limits = container.MapAt("resources", "limits").Keys;
            Assert.DoesNotContain("cpu", limits);
            Assert.True(!IsNode(workload) || !limits.Contains("memory"), workload.TextAt("metadata", "name"));
        }

        Assert.Single(Workloads, workload => ContainerOf(workload).MapAt("resources", "limits").ContainsKey("nvidia.com/gpu"));
    }

    private static JsonNode PodOf(JsonNode workload) => workload.At("spec", "template", "spec")!;

    private static JsonNode ContainerOf(JsonNode workload) => Assert.Single(PodOf(workload).ListAt("containers"));

    private static IReadOnlyDictionary<string, string> LabelsOf(JsonNode workload) => workload.MapAt("spec", "template", "metadata", "labels");

    private static bool IsNode(JsonNode workload) => workload.TextAt("kind") == "StatefulSet";

    private static bool Selects(IReadOnlyDictionary<string, string> selector, JsonNode workload) =>
        selector.Count > 0 && selector.All(label => LabelsOf(workload).GetValueOrDefault(label.Key) == label.Value);

    private static JsonNode PortOf(JsonNode workload, string name) => Assert.Single(ContainerOf(workload).ListAt("ports"), port => port.TextAt("name") == name);

    private IEnumerable<JsonNode> Of(string kind) => _all.Where(one => one.TextAt("kind") == kind);

    private JsonNode Named(string kind, string name) => Assert.Single(Of(kind), one => one.TextAt("metadata", "name") == name);

    private Deployed Read(JsonNode workload)
    {
        var container = ContainerOf(workload);
        var variables = container.ListAt("envFrom").SelectMany(from => Named("ConfigMap", from.TextAt("configMapRef", "name")).MapAt("data"))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        foreach (var variable in container.ListAt("env"))
        {
            variables[variable.TextAt("name")] = variable.At("value")?.ToString() ?? variable.TextAt("valueFrom", "fieldRef", "fieldPath") switch
            {
                "metadata.name" => "pod-0",
                "metadata.namespace" => "switchyard",
                "status.podIP" => "127.0.0.1",
                var other => throw new InvalidDataException(other),
            };
        }

        variables["Cluster__NodeName"] = variables.GetValueOrDefault("Cluster__NodeName", "").Replace("$(POD_NAME)", variables.GetValueOrDefault("POD_NAME"), StringComparison.Ordinal);
        var files = PodOf(workload).ListAt("volumes").Where(volume => volume.At("secret") is not null).SelectMany(volume =>
        {
            var place = container.ListAt("volumeMounts").Single(mount => mount.TextAt("name") == volume.TextAt("name")).TextAt("mountPath");
            return Named("Secret", volume.TextAt("secret", "secretName")).MapAt("stringData").Select(secret => ($"{place}/{secret.Key}", secret.Value));
        });
        return new(workload.TextAt("metadata", "name"), variables, files.ToDictionary());
    }
}
