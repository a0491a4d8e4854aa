using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Servers;

[assembly: AssemblyFixture(typeof(Switchyard.Cli.Node.YardNode))]

namespace Switchyard.Cli.Node;

/// <summary>One real node for all tests: with keys, the sample tables, and a source that computes.</summary>
public sealed class YardNode : IAsyncLifetime
{
    public const string Admin = "sy_admin_0123456789012345678901234567890123456789";
    public const string Viewer = "sy_viewer_0123456789012345678901234567890123456789";

    /// <summary>The name of a source. A shell that reads it as words of its own makes a file.</summary>
    public const string Harmful = "$(touch it-ran)";

    private static int _names;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-cli-");
    private NodeProcess? _node;

    public HttpClient Http => _node!.Http;

    public Uri Address => _node!.Address;

    /// <summary>A queue that no other test has.</summary>
    public static string NewQueue() => $"queue-{Interlocked.Increment(ref _names)}";

    /// <summary>A file that no other test has, in a directory that goes with the tests.</summary>
    public string FileOf(string name) => Path.Combine(_directory.CreateSubdirectory($"files-{Interlocked.Increment(ref _names)}").FullName, name);

    /// <summary>What the program finds around it: the node, and a key.</summary>
    public Dictionary<string, string?> Environment(string? key = Admin) => new()
    {
        ["SWITCHYARD_URL"] = Address.ToString(),
        ["SWITCHYARD_API_KEY"] = key,
        ["XDG_CONFIG_HOME"] = _directory.FullName,
        ["TERM"] = "xterm",
        ["NO_COLOR"] = null,
    };

    public Task<Ran> RunAsync(params string[] words) => RunWithAsync(null, null, words);

    /// <param name="input">What it reads; null: nothing.</param>
    /// <param name="environment">Null: as all.</param>
    public async Task<Ran> RunWithAsync(string? input, IReadOnlyDictionary<string, string?>? environment, params string[] words)
    {
        await using var tool = Tool.Start(environment ?? Environment(), words);
        return await tool.EndAsync(input);
    }

    /// <summary>Asks the node itself.</summary>
    public async Task<JsonNode> AskAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    public async Task<string> SubmitAsync(string queue, object? payload = null) =>
        (await AskAsync(HttpMethod.Post, "/api/v1/tasks", new { queue, payload }))["id"]!.ToString();

    /// <summary>Takes the next task of a queue; answers its id and the number of the lease.</summary>
    public async Task<(long Id, long Lease)> ClaimAsync(string queue)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tasks/claim") { Content = JsonContent.Create(new { worker = "hand", queues = new[] { queue } }) };
        request.Headers.Add("Prefer", "wait=20");
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var task = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["items"]!.AsArray())!;
        return ((long)task["id"]!, (long)task["leaseNumber"]!);
    }

    public Task<JsonNode> CompleteAsync((long Id, long Lease) held, object? result = null) =>
        AskAsync(HttpMethod.Post, "/api/v1/tasks/complete", new { items = new[] { new { id = held.Id, leaseNumber = held.Lease, result } } });

    /// <param name="retry">Whether it is to be tried again, at once.</param>
    public Task<JsonNode> FailAsync((long Id, long Lease) held, string error, bool retry = false) =>
        AskAsync(HttpMethod.Post, "/api/v1/tasks/fail", new { items = new object[] { retry ? new { id = held.Id, leaseNumber = held.Lease, error, retry, retryAfter = 0 } : new { id = held.Id, leaseNumber = held.Lease, error, retry } } });

    public Task<JsonNode> WriteAsync((long Id, long Lease) held, string log) =>
        AskAsync(HttpMethod.Post, "/api/v1/tasks/renew", new { items = new[] { new { id = held.Id, leaseNumber = held.Lease, log } } });

    public async ValueTask InitializeAsync()
    {
        _node = await NodeProcess.StartAsync(
            $"Storage:DataDirectory={_directory.CreateSubdirectory("data").FullName}",
            "Cluster:NodeName=yard",
            "Auth:Mode=Keys",
            "Auth:Keys:0:Name=root", "Auth:Keys:0:Role=admin", $"Auth:Keys:0:Key={Admin}",
            "Auth:Keys:1:Name=guest", "Auth:Keys:1:Role=viewer", $"Auth:Keys:1:Key={Viewer}",
            $"Tables:InputDirectory={Project.PathOf("samples/tables/data")}",
            "Compute:Sources:0:Name=lathe", "Compute:Sources:0:Slots=2", "Compute:Sources:0:Services:0=FloatComputation",
            $"Compute:Sources:1:Name={Harmful}", "Compute:Sources:1:Services:0=FloatComputation");
        Http.DefaultRequestHeaders.Authorization = new("Bearer", Admin);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        _directory.Delete(recursive: true);
    }
}
