using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Servers;

namespace Switchyard.Release;

/// <summary>What `./dev release` makes is used as its users use it.</summary>
public sealed class ReleaseTests(MadeRelease made) : IClassFixture<MadeRelease>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_image_runs_as_its_user_and_does_work_of_each_sort()
    {
        var image = await Image.UnpackAsync(made.File("switchyard-node", ".oci.tar"), made.Scratch("image"));
        Assert.Equal("10001:10001", image.User);
        Assert.Contains("Urls=http://0.0.0.0:5000", image.Environment);
        Assert.Contains("MALLOC_ARENA_MAX=2", image.Environment);
        await using var node = await image.StartAsync();

        var status = await File.ReadAllLinesAsync($"/proc/{node.Id}/status", Cancelled);
        Assert.Contains("Uid:\t10001\t10001\t10001\t10001", status);
        await CompletesTaskAsync(node);
        await ScoresAsync(node);
        using var page = await node.Http.GetAsync("/_framework/blazor.web.js", Cancelled);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotEmpty(Directory.GetFiles(image.PathOf("/data")));

        // What runs cannot write its own program.
        await MadeRelease.RunAsync("/", "sh", "-c", $"! setpriv --reuid=10001 --regid=10001 --clear-groups find '{image.PathOf("/app")}' -writable | grep .");
        Assert.Equal(0, await node.TerminateAsync());
    }

    [Fact]
    public async Task The_archive_has_one_program_that_needs_no_runtime()
    {
        var directory = await UnpackAsync("archive");
        Assert.Empty(Directory.GetFiles(directory, "*.dll"));
        Assert.Equal(
            ["LICENSE", "Switchyard.Silo", "Switchyard.Silo.staticwebassets.endpoints.json", "appsettings.json", "libe_sqlite3.so", "switchyard.service"],
            Directory.GetFiles(directory).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

        await using var node = await StartAsync(directory, made.Scratch("archive-data"));
        await CompletesTaskAsync(node);
    }

    [Fact]
    public async Task The_wheel_installs_and_its_client_knows_its_version()
    {
        var place = made.Scratch("wheel");
        await MadeRelease.RunAsync(place, "/usr/bin/python3", "-m", "pip", "install", "--quiet", "--no-index", "--root-user-action=ignore", "--target", place, made.File("switchyard_client", ".whl"));

        var version = await MadeRelease.RunAsync(place, "/usr/bin/python3", "-c", "import switchyard; print(switchyard.__version__, switchyard.__file__)");

        Assert.StartsWith(Version.Replace("-dev", ".dev0", StringComparison.Ordinal) + " " + place, version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_package_has_the_client_with_its_documentation_and_readme()
    {
        await using var package = await ZipFile.OpenReadAsync(made.File("Switchyard.Client", ".nupkg"), Cancelled);

        var names = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.Contains("lib/net10.0/Switchyard.Client.dll", names);
        Assert.Contains("lib/net10.0/Switchyard.Client.xml", names);
        Assert.Contains("README.md", names);
        Assert.EndsWith($"Switchyard.Client.{Version}.nupkg", made.File("Switchyard.Client", ".nupkg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_installs_and_asks_a_node()
    {
        var place = made.Scratch("tool");
        // Its own dependencies are in it: there is nothing else to install it from.
        await MadeRelease.RunAsync(place, "dotnet", "tool", "install", "Switchyard.Tool", "--version", Version, "--tool-path", place, "--source", made.Out);
        var switchyard = Path.Combine(place, "switchyard");
        Assert.Equal(Version, (await MadeRelease.RunAsync(place, switchyard, "--version")).Trim());
        await using var node = await StartAsync(await UnpackAsync("tool-node"), made.Scratch("tool-data"));

        var id = await MadeRelease.RunAsync(place, switchyard, "submit", "shipped", "1", "--url", $"{node.Address}");

        Assert.Contains(id.Trim(), await MadeRelease.RunAsync(place, switchyard, "work", "list", "--url", $"{node.Address}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("switchyard-node", "Npgsql", "MudBlazor", "StackExchange.Redis")]
    [InlineData("switchyard-tool", "Spectre.Console", "System.CommandLine", "Polly.Core")]
    public async Task The_list_of_what_is_in_it_names_the_packages_with_their_versions(string what, params string[] packages)
    {
        var central = await File.ReadAllTextAsync(Project.PathOf("Directory.Packages.props"), Cancelled);
        var list = JsonNode.Parse(await File.ReadAllTextAsync(made.File(what, ".cdx.json"), Cancelled))!;
        Assert.Equal(Version, (string?)list["metadata"]!["component"]!["version"]);

        var components = list["components"]!.AsArray().ToLookup(one => (string)one!["name"]!, one => (string)one!["version"]!);

        Assert.All(packages, package =>
            Assert.Contains($"Include=\"{package}\" Version=\"{Assert.Single(components[package])}\"", central, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_checksums_are_those_of_all_files()
    {
        await MadeRelease.RunAsync(made.Out, "sha256sum", "--check", "--strict", "SHA256SUMS");

        Assert.Equal(Directory.GetFiles(made.Out).Length - 1, (await File.ReadAllLinesAsync(Path.Combine(made.Out, "SHA256SUMS"), Cancelled)).Length);
    }

    private static string Version => System.Xml.Linq.XDocument.Load(Project.PathOf("Directory.Build.props")).Descendants("Version").First().Value;

    /// <summary>The archive of the node; answers its one folder.</summary>
    private async Task<string> UnpackAsync(string name)
    {
        var place = made.Scratch(name);
        await MadeRelease.RunAsync(place, "tar", "xzf", made.File("switchyard-node", "linux-x64.tar.gz"));
        return Assert.Single(Directory.GetDirectories(place));
    }

    /// <summary>Where there is no .NET.</summary>
    private static async Task<NodeProcess> StartAsync(string directory, string data)
    {
        var node = NodeProcess.Launch(
            new NodeProgram
            {
                IsNative = true,
                Directory = directory,
                File = "Switchyard.Silo",
                Starter = ["env", "-i", "PATH=/nowhere", "DOTNET_ROOT=/nowhere"],
            },
            $"Storage:DataDirectory={data}");
        await node.ServesAsync();
        return node;
    }

    private static async Task CompletesTaskAsync(NodeProcess node)
    {
        using var made = await node.Http.PostAsJsonAsync("/api/v1/tasks", new { queue = "shipped", payload = 1 }, Cancelled);
        var id = (long)(await JsonAsync(made))["id"]!;
        using var claimed = await node.Http.PostAsJsonAsync("/api/v1/tasks/claim", new { worker = "w", queues = new[] { "shipped" } }, Cancelled);
        var lease = (long)(await JsonAsync(claimed))["items"]![0]!["leaseNumber"]!;
        using var ended = await node.Http.PostAsJsonAsync("/api/v1/tasks/complete", new { items = new[] { new { id, leaseNumber = lease, result = 2 } } }, Cancelled);
        Assert.Equal("ok", (string?)(await JsonAsync(ended))["items"]![0]!["outcome"]);
    }

    /// <summary>In a process of its own, which the node starts from its own program.</summary>
    private static async Task ScoresAsync(NodeProcess node)
    {
        var config = new { name = "shipped", model = "bm25", csv_expertise = new[] { "~Ann_Rail1,p1,Trains,signals by rails" }, csv_submissions = new[] { "s1,On rails,rails crossing" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/expertise") { Content = JsonContent.Create(new { config }) };
        request.Headers.TryAddWithoutValidation("Authorization", "me");
        using var made = await node.Http.SendAsync(request, Cancelled);
        var id = (string)(await JsonAsync(made))["job_id"]!;
        JsonNode item;
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            await look.WaitForNextTickAsync(Cancelled);
            item = (await node.Http.GetFromJsonAsync<JsonNode>($"/api/v1/work/{id}", Cancelled))!;
        }
        while ((string?)item["status"] is "queued" or "running");

        Assert.Equal("completed", (string?)item["status"]);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
