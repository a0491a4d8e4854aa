using System.Net;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

/// <summary>However many ask at once, a target has one active job.</summary>
public sealed class OneJobPerTargetTests(SharedPostgres server)
{
    private const int Clients = 64;
    private const int Targets = 20;

    [Fact]
    public async Task Of_64_posts_at_once_for_a_target_one_makes_a_job()
    {
        await using var node = await JobsNode.StartAsync();

        await RaceAsync(node);
    }

    [Fact]
    public async Task It_is_one_job_also_when_they_ask_two_nodes()
    {
        string[] settings = [.. await Databases.NewAsync(server), "Cluster:Id=race"];
        var nodes = await Task.WhenAll(
            JobsNode.StartAsync([.. settings, "Cluster:NodeName=left"]), JobsNode.StartAsync([.. settings, "Cluster:NodeName=right"]));
        await using var left = nodes[0];
        await using var right = nodes[1];

        await RaceAsync(nodes);
    }

    private static async Task RaceAsync(params IReadOnlyList<JobsNode> nodes)
    {
        using var connections = new Connections(nodes, Clients);
        await connections.OpenAsync();
        for (var round = 0; round < Targets; round++)
        {
            var target = NewJob.Target("RACE");
            var answers = await connections.AtOnceAsync(jobs => jobs.PostAsync(NewJob.Of(round % 2 == 0 ? "ADD" : "SET_STATUS", target)));

            var items = answers.Select(answer => Assert.Single(answer.Is(HttpStatusCode.OK).Json.AsArray())!).ToList();
            var made = Assert.Single(items, item => (string?)item["status"] == "queued");
            var id = (string)made["job_id"]!;
            Assert.Equal($$"""{"status":"queued","msg":"CREATED","job_id":"{{id}}"}""", made.ToJsonString());
            var refused = $$"""{"status":"FAILED","msg":"FAILED","reason":"Job already in progress for {{target}}","activeJobId":"{{id}}"}""";
            Assert.Equal(Enumerable.Repeat(refused, Clients - 1), items.Where(item => item != made).Select(item => item.ToJsonString()));
            foreach (var node in nodes)
            {
                Assert.Equal([id], await node.Jobs.IdsAsync($"/targets/{target}/jobs"));
                Assert.Equal("queued", (string?)(await node.Jobs.TargetAsync(target))!["status"]);
            }

            await AgainAsync(nodes, target, id);
        }
    }

    /// <summary>When the job has ended, the target is free for the next, wherever one asks.</summary>
    private static async Task AgainAsync(IReadOnlyList<JobsNode> nodes, string target, string id)
    {
        await nodes[0].Jobs.SayAsync(id, new Report("failed"));
        var next = await nodes[^1].Jobs.MakeAsync(NewJob.Of("ADD", target));
        Assert.Equal([id, next], await nodes[0].Jobs.IdsAsync($"/targets/{target}/jobs"));
    }

    /// <summary>Each client has a connection of its own, the nodes in turn.</summary>
    private sealed class Connections : IDisposable
    {
        private readonly List<HttpClient> _clients;

        public Connections(IReadOnlyList<JobsNode> nodes, int count) => _clients =
        [
            .. Enumerable.Range(0, count).Select(number => new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 })
            {
                BaseAddress = nodes[number % nodes.Count].Process.Address,
            }),
        ];

        public async Task OpenAsync() => await AtOnceAsync(async jobs => (await jobs.Door.GetAsync("/health/alive")).Is(HttpStatusCode.OK));

        public async Task<IReadOnlyList<Answer>> AtOnceAsync(Func<JobsClient, Task<Answer>> ask)
        {
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var asked = _clients.Select(client => AskAsync(new JobsClient(new Door(client)))).ToList();
            start.SetResult();
            return await Task.WhenAll(asked);

            async Task<Answer> AskAsync(JobsClient jobs)
            {
                await start.Task;
                return await ask(jobs);
            }
        }

        public void Dispose() => _clients.ForEach(client => client.Dispose());
    }
}
