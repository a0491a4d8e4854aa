using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Switchyard.Cluster.Yard;

/// <summary>Clients of several doors that work until they are told to end, each request after the answer before.</summary>
public sealed class Load : IAsyncDisposable
{
    /// <summary>Between two turns of a client: the tests are to wait for the cluster, not for the processor.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static int _jobs;
    private static int _loads;

    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<Operation> _record = new();
    private readonly ConcurrentBag<string> _made = [];
    private readonly ConcurrentDictionary<string, bool> _done = [];
    private readonly List<Task> _clients = [];
    private readonly List<Client> _connections = [];

    /// <summary>Two loads at a time are different clients: of one name, one would return what the other holds.</summary>
    private readonly string _name = $"c{Interlocked.Increment(ref _loads)}";

    private Load()
    {
    }

    public IReadOnlyCollection<Operation> Record => _record;

    /// <summary>The jobs that were made, and not completed yet.</summary>
    public IReadOnlyList<string> Open => [.. _made.Where(job => !_done.ContainsKey(job))];

    public int Completed => _done.Count;

    /// <param name="nodes">Those that the clients know; each begins at the next.</param>
    public static Load Start(IReadOnlyList<Uri> nodes, int each = 2)
    {
        var load = new Load();
        for (var number = 0; number < each; number++)
        {
            load.Run(nodes, number, load.MakeJobsAsync);
            load.Run(nodes, number + 1, load.WorkOnJobsAsync);
            load.Run(nodes, number + 2, load.WorkOnTablesAsync);
            load.Run(nodes, number, load.MakeTicketsAsync);
        }

        return load;
    }

    /// <summary>Waits until so many operations more have been answered.</summary>
    public async Task PassAsync(int operations)
    {
        var until = _record.Count + operations;
        await Eventually.IsAsync(() => Task.FromResult(_record.Count >= until || _clients.Exists(client => client.IsFaulted)));
    }

    /// <summary>Lets every client finish what it is at. Throws what ended a client.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_clients);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_clients).ContinueWith(_ => { }, TaskScheduler.Default);
        _connections.ForEach(connection => connection.Dispose());
        _end.Dispose();
    }

    private void Run(IReadOnlyList<Uri> nodes, int number, Func<Client, int, Task> work)
    {
        var client = new Client(nodes, number % nodes.Count, _record);
        _connections.Add(client);
        _clients.Add(Task.Run(async () =>
        {
            for (var turn = 0; !_end.IsCancellationRequested; turn++)
            {
                await work(client, number);
                await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }));
    }

    private async Task MakeJobsAsync(Client client, int number)
    {
        var target = $"LOAD_{Interlocked.Increment(ref _jobs)}_{Environment.ProcessId}";
        var (status, body, repeated) = await AskAsync(client, "jobs.post", HttpMethod.Post, "/jobs", Json($$"""{"jobs":[{"operation":"DELETE_ARCHIVE","target":"{{target}}"}]}"""));
        Assert.Equal(HttpStatusCode.OK, status);
        var made = JsonNode.Parse(body)!.AsArray().Single()!;
        Assert.True(repeated || (string?)made["status"] == "queued", made.ToJsonString());
        if ((string?)made["job_id"] is { } id)
        {
            _made.Add(id);
        }
    }

    private async Task WorkOnJobsAsync(Client client, int number)
    {
        var (status, body, _) = await AskAsync(
            client,
            "jobs.claim",
            HttpMethod.Post,
            "/api/v1/jobs/claim",
            Json($$"""{"worker":"w{{number}}","operations":["DELETE_ARCHIVE"],"lease":"00:00:05","max":4}"""),
            request => request.Headers.Add("Prefer", "wait=2"));
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var job in JsonNode.Parse(body)!["items"]!.AsArray())
        {
            var id = (string)job!["jobId"]!;
            var ended = await AskAsync(client, "jobs.complete", HttpMethod.Post, $"/api/v1/jobs/{id}/complete", Json($$"""{"leaseNumber":{{job["leaseNumber"]}}}"""));
            // Its lease may have run out while the cluster mended itself: then it comes again.
            if (ended.Status != HttpStatusCode.Conflict)
            {
                Assert.Equal(HttpStatusCode.OK, ended.Status);
                _done[id] = true;
            }
        }
    }

    private async Task WorkOnTablesAsync(Client client, int number)
    {
        var (status, body, _) = await AskAsync(client, "tables.get", HttpMethod.Post, $"/getWork?client={_name}-{number}", null);
        if (status == HttpStatusCode.Gone)
        {
            return;
        }

        Assert.Equal(HttpStatusCode.OK, status);
        var name = (string)JsonNode.Parse(body)!["name"]!;
        var stored = await AskAsync(
            client, "tables.store", HttpMethod.Put, $"/storeResult/{name}/?client={_name}-{number}", Json("""{"cea":[{"row_id":1,"col_id":0,"mapped":"Q64"}],"cta":[],"cpa":[],"errors":[]}"""));
        Assert.True(stored.Status == HttpStatusCode.OK || (stored.Repeated && stored.Status == HttpStatusCode.NotFound), $"{name}: {stored.Status}");
    }

    private async Task MakeTicketsAsync(Client client, int number)
    {
        var (status, body, _) = await AskAsync(client, "tickets.submit", HttpMethod.Post, "/request", TicketForm.Make);
        var words = Encoding.UTF8.GetString(body).Split(' ');
        Assert.True(status == HttpStatusCode.OK && words is ["Ask", ..], $"{status}: {string.Join(' ', words)}");
        for (var text = ""; text != "Task has been finished!";)
        {
            (status, body, _) = await AskAsync(client, "tickets.status", HttpMethod.Get, $"/status/{words[3]}&{words[6]}", null);
            text = Encoding.UTF8.GetString(body);
            Assert.True(status == HttpStatusCode.OK && text is not "Errors occurred", $"{status}: {text}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static Task<(HttpStatusCode Status, byte[] Body, bool Repeated)> AskAsync(
        Client client, string name, HttpMethod method, string path, Func<HttpContent>? content, Action<HttpRequestMessage>? shape = null) => client.AskAsync(
        name,
        () =>
        {
            var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content?.Invoke() };
            shape?.Invoke(request);
            return request;
        },
        TestContext.Current.CancellationToken);

    private static Func<HttpContent> Json(string text) =>
        () => new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
