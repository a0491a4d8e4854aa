using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Switchyard.Servers;

namespace Switchyard.Hosting;

/// <summary>docker-compose.yml, as far as it can be judged without Docker: by the programs that it starts, and by what it names itself.</summary>
public sealed partial class ComposeTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("switchyard-compose-");
    private readonly JsonNode _file = Assert.Single(Manifest.Read(Project.PathOf("docker-compose.yml")));

    private IReadOnlyList<(string Name, JsonNode Service)> Services => [.. _file["services"]!.AsObject().Select(service => (service.Key, service.Value!))];

    private IReadOnlyList<(string Name, JsonNode Service)> Ours => [.. Services.Where(service => service.Service.At("build") is not null)];

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public async Task Every_setting_is_one_of_the_program_that_gets_it()
    {
        Assert.Equal(["front", "node-gpu", "node1", "node2", "node3"], Ours.Select(service => service.Name).Order(StringComparer.Ordinal));
        foreach (var (name, service) in Ours)
        {
            var files = service.ListAt("secrets").ToDictionary(secret => $"/run/secrets/{secret}", secret => File.ReadAllText(FileOf(secret.ToString())));
            var deployed = new Deployed(name, service.MapAt("environment").ToDictionary(one => one.Key, one => Filled(one.Value)), files);
            deployed.HasNoSecrets();
            await deployed.JudgeAsync(name == "front" ? "Switchyard.Api.dll" : "Switchyard.Silo.dll", _scratch.FullName);
        }
    }

    [Fact]
    public void What_is_named_is_there()
    {
        var targets = Target().Matches(File.ReadAllText(Project.PathOf("Dockerfile"))).Select(stage => stage.Groups[1].Value).ToHashSet();
        foreach (var (_, service) in Services)
        {
            Assert.All((service.At("depends_on") as JsonObject ?? []).Select(one => one.Key), other => Assert.Contains(Services, one => one.Name == other));
            Assert.All(service.ListAt("secrets"), secret => Assert.True(File.Exists(FileOf(secret.ToString())), secret.ToString()));
            foreach (var source in service.ListAt("volumes").Select(volume => Filled(volume.ToString()).Split(':')[0]))
            {
                Assert.True(source.StartsWith('.') ? Directory.Exists(Project.PathOf(source)) : _file["volumes"]!.AsObject().ContainsKey(source), source);
            }
        }

        Assert.All(Ours, service => Assert.Contains(service.Service.TextAt("build", "target"), targets));
        var ports = Services.SelectMany(service => service.Service.ListAt("ports")).Select(port => port.ToString()).ToList();
        Assert.Equal(Ours.Count, ports.Distinct().Count());
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_of_ours_is_asked_whether_it_is_ready_and_has_its_time_to_stop()
    {
        foreach (var (name, service) in Ours)
        {
            Assert.Contains("/health/ready", service.TextAt("healthcheck", "test"), StringComparison.Ordinal);
            Assert.True(int.Parse(service.TextAt("stop_grace_period").TrimEnd('s'), null) > 30, name);
            Assert.Null(service.At("deploy", "resources", "limits"));
        }

        var device = Assert.Single(Ours.SelectMany(service => service.Service.ListAt("deploy", "resources", "reservations", "devices")));
        Assert.Equal(("nvidia", "gpu"), (device.TextAt("driver"), Assert.Single(device.ListAt("capabilities")).ToString()));

        // The database takes what all of them hold.
        var nodes = Ours.Count - 1;
        var most = int.Parse(Number().Match(Services.Single(service => service.Name == "database").Service.TextAt("command")).Value, null);
        Assert.True(most >= (33 * (nodes + 1)) + 2 + 3 + 10, $"{most} for {nodes} nodes");
    }

    private string FileOf(string secret) => Project.PathOf(Filled(_file.TextAt("secrets", secret, "file")));

    /// <summary>With the defaults of its variables.</summary>
    private static string Filled(string text) => Default().Replace(text, "$1");

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Default();

    [GeneratedRegex(@" AS (\w+)")]
    private static partial Regex Target();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
