using System.Net;
using Switchyard.Yard;

namespace Switchyard.Auth;

/// <summary>Keys that the settings tell.</summary>
public sealed class SettingsKeysTests(YardCluster cluster, SettingsKeysTests.Node node) : AuthTest(cluster), IClassFixture<SettingsKeysTests.Node>
{
    [Fact]
    public async Task A_key_from_a_file_and_one_by_its_hash_open_what_their_roles_say()
    {
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/v1/keys", Key(node.FromFile)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/v1/keys", Bearer(node.FromFile)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/v1/queues", Key(node.ByHash)));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/keys", Key(node.ByHash)));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/api/v1/queues", Key(node.ByHash[..^1])));
    }

    [Fact]
    public async Task Those_that_the_cluster_knows_go_on_beside_them() =>
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/v1/queues", Key(await NewKeyAsync(Role.Viewer))));

    [Fact]
    public async Task A_key_is_bound_to_its_doors_and_queues()
    {
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/test", Key(node.Bound)));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/jobs", Key(node.Bound)));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/api/v1/queues/tables", Key(node.OneQueue)));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("/api/v1/queues/jobs.add", Key(node.OneQueue)));
    }

    [Fact]
    public async Task No_list_and_no_other_node_knows_them()
    {
        var list = (await SendAsync(node.Client, "GET", "/api/v1/keys", null, Key(node.FromFile))).Body;

        Assert.DoesNotContain("mounted", list, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/api/v1/queues", Key(node.ByHash)));
    }

    private async Task<HttpStatusCode> AskAsync(string path, (string, string) proof) => (await SendAsync(node.Client, "GET", path, null, proof)).Status;

    public sealed class Node(YardCluster cluster) : IAsyncLifetime
    {
        private readonly string _file = Path.GetTempFileName();
        private FrontEnd? _front;

        public HttpClient Client => _front!.Client;

        public string FromFile { get; } = KeySecret.New().Text;

        // Of somebody else's making.
        public string ByHash { get; } = $"sy_{Guid.NewGuid():N}";

        public string Bound { get; } = KeySecret.New().Text;

        public string OneQueue { get; } = KeySecret.New().Text;

        public async ValueTask InitializeAsync()
        {
            await File.WriteAllTextAsync(_file, FromFile + "\n");
            _front = await FrontEnd.StartAsync(
                cluster,
                services: null,
                [
                    ("Auth:Mode", "Keys"),
                    .. Of(0, "admin", ("KeyFile", _file)),
                    .. Of(1, "viewer", ("KeyHash", Convert.ToHexStringLower(KeySecret.Hash(ByHash)))),
                    .. Of(2, "worker", ("Key", Bound), ("Doors:0", "Tables")),
                    .. Of(3, "viewer", ("Key", OneQueue), ("Queues:0", "tables")),
                ]);
        }

        public async ValueTask DisposeAsync()
        {
            File.Delete(_file);
            if (_front is not null)
            {
                await _front.DisposeAsync();
            }
        }

        private static IEnumerable<(string, string)> Of(int place, string role, params IEnumerable<(string Key, string Value)> more) =>
            more.Select(setting => ($"Auth:Keys:{place}:{setting.Key}", setting.Value))
                .Append(($"Auth:Keys:{place}:Name", $"mounted {place}"))
                .Append(($"Auth:Keys:{place}:Role", role));
    }
}
