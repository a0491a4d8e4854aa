using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Configuration;
using Switchyard.Servers;

namespace Switchyard.Commands;

/// <summary>Keys without a running node, and beside one.</summary>
public sealed class KeysCommandTests(SharedPostgres server) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-keys-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_made_before_the_first_start_and_beside_a_node(bool postgres)
    {
        string[] storage = postgres
            ? ["Storage:Provider=Postgres", $"ConnectionStrings:Switchyard={await server.CreateDatabaseAsync()}", $"Storage:DataDirectory={_data.FullName}/own"]
            : [$"Storage:DataDirectory={_data.FullName}/not/there/yet"];
        var first = await MakeAsync(["--name", "first", "--role=admin"], storage);

        await using var node = await NodeProcess.StartAsync([.. storage, "Auth:Mode=Keys"]);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(node, "/api/v1/keys", first));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(node, "/dashboard/", first));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(node, "/dashboard/", key: null));

        var second = await MakeAsync(["--name", "second", "--role", "viewer", "--expires", "01:00:00"], storage);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(node, "/api/v1/queues", second));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(node, "/api/v1/keys", second));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(node, "/dashboard/", second));

        // Who may run the command is on the record of acts as any operator.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/audit?act=create-key&who=operator");
        request.Headers.Authorization = new("Bearer", first);
        using var answer = await node.Http.SendAsync(request, Token);
        var acts = (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!["items"]!.AsArray();
        Assert.Equal(["second (viewer)", "first (admin)"], acts.Select(act => (string?)act!["after"]));
        Assert.All(acts, act => Assert.Equal("command", (string?)act!["from"]));
    }

    [Theory]
    [InlineData("usage: keys create", "list")]
    [InlineData("name must be", "create", "--role", "viewer")]
    [InlineData("role must be", "create", "--name", "n", "--role", "king")]
    [InlineData("expires must be", "create", "--name", "n", "--role", "viewer", "--expires", "yesterday")]
    [InlineData("doors may name", "create", "--name", "n", "--role", "viewer", "--doors", "Cellar")]
    [InlineData("--name has no value", "create", "--role", "viewer", "--name")]
    [InlineData("--name comes twice", "create", "--name", "n", "--name", "m")]
    [InlineData("viewer is no option", "create", "viewer")]
    [InlineData("Storage:Datadirectry is not a setting", "create", "--name", "n", "--role", "viewer", "--Storage:Datadirectry=x")]
    public async Task What_is_wrong_is_told_and_makes_no_key(string line, params string[] arguments)
    {
        var (code, output, errors) = await CommandProcess.RunAsync(["keys", .. arguments, .. arguments is ["create", ..] ? [$"--Storage:DataDirectory={_data.FullName}"] : Array.Empty<string>()]);

        Assert.Equal(StartRefusedException.WrongSetting, code);
        Assert.Equal("", output);
        Assert.StartsWith(line, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_data.FullName, "work.db")));
    }

    [Fact]
    public async Task A_password_is_hashed_for_the_settings()
    {
        var (code, output, _) = await CommandProcess.RunAsync(["passwords", "hash"], input: "geheim\n");
        Assert.Equal(0, code);

        await using var node = await NodeProcess.StartAsync(
            $"Storage:DataDirectory={_data.FullName}", "Auth:Mode=Basic", "Auth:Basic:User=root", $"Auth:Basic:PasswordHash={output.Trim()}");
        foreach (var (password, status) in new[] { ("geheim", HttpStatusCode.OK), ("Geheim", HttpStatusCode.Unauthorized) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/work");
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"root:{password}")));
            using var answer = await node.Http.SendAsync(request, Token);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    public void Dispose() => _data.Delete(recursive: true);

    private static async Task<string> MakeAsync(string[] options, string[] storage)
    {
        var (code, output, errors) = await CommandProcess.RunAsync(["keys", "create", .. options, .. storage.Select(setting => $"--{setting}")]);

        Assert.True(code == 0, errors);
        // The secret, and nothing else: scripts read it.
        var key = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("sy_", key, StringComparison.Ordinal);
        return key;
    }

    private static async Task<HttpStatusCode> AskAsync(NodeProcess node, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        using var answer = await node.Http.SendAsync(request, Token);
        return answer.StatusCode;
    }
}
