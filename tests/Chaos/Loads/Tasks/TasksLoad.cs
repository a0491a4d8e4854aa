using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads.Tasks;

/// <summary>
/// Submits tasks in batches to three queues: of one, workers claim and end them in batches and remember what they were told; the other two are
/// for workers that are made with the clients in C# and in Python.
/// </summary>
internal sealed class TasksLoad(LoadContext context) : ILoad
{
    private const int Submitters = 3;
    private const int Workers = 6;

    /// <summary>In one request.</summary>
    private const int Batch = 20;

    private const string ByHand = "chaos.by-hand";
    private const string ByCSharp = "chaos.by-csharp";
    private const string ByPython = "chaos.by-python";

    /// <summary>One batch in three is for a client.</summary>
    private static readonly string[] Queues = [ByHand, ByHand, ByCSharp, ByHand, ByHand, ByPython];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<long, LeaseHistory> _byHand = [];
    private readonly ConcurrentDictionary<long, (string Queue, long Number, long At)> _made = [];
    private readonly ConcurrentBag<string> _oddities = [];
    private readonly Progress _progress = new(context.Time);
    private ChaosCluster? _cluster;
    private long _ended;
    private long _byClients;
    private volatile bool _areAllMade;

    public string Door => "tasks";

    public long Ended => Interlocked.Read(ref _ended) + Interlocked.Read(ref _byClients);

    public Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster)
    {
        _cluster = cluster;
        return Task.FromResult<IReadOnlyList<string>>([]);
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var client = context.NewClient();
        foreach (var queue in Queues.Distinct())
        {
            // Here it is the nodes that die, and clients that are slow: no task's fault.
            var answer = await client.SendAsync(new(Door, HttpMethod.Put, $"/api/v1/queues/{queue}")
            {
                Content = () => JsonBody.Of($$"""{"maxAttempts":1000,"backoff":{"first":0.2,"most":1}{{Retention}}}"""),
            }, cancellationToken);
            if (!answer.IsOk)
            {
                _oddities.Add($"The policy of {queue} was refused: {answer.Status} {answer.Text}");
            }
        }
    }

    public async Task RunAsync(CancellationToken noMore)
    {
        var batches = new NewItems(context, context.PerSecond / Batch, context.Items / Batch, noMore);
        await using var clients = await ClientWorkers.StartAsync(
            _cluster!.Nodes[0].Proxy.Address, ByCSharp, _cluster.Nodes[^1].Proxy.Address, ByPython, context.LeaseTime);
        var workers = Enumerable.Range(0, Workers).Select(WorkAsync).ToList();
        var watch = WatchAsync(clients);
        await Task.WhenAll(Enumerable.Range(0, Submitters).Select(_ => SubmitAsync(batches)));
        _areAllMade = true;
        await Task.WhenAll([.. workers, watch]);
    }

    public void Tell(FindingList findings)
    {
        foreach (var oddity in _oddities)
        {
            findings.Wrong(Door, null, oddity);
        }
    }

    public async Task CheckAsync(FindingList findings)
    {
        var all = (await new WorkItems(Door, "task", context, context.NewClient()).EndedAsync()).ToDictionary(item => item.Id, item => item.Status);
        foreach (var id in all.Keys.Union(_byHand.Keys).Where(id => !_made.TryGetValue(id, out var made) || made.Queue == ByHand))
        {
            _byHand.GetOrAdd(id, NewHistory).Check(all.GetValueOrDefault(id), findings, Door);
        }

        foreach (var (id, made) in _made.Where(made => made.Value.Queue != ByHand && all.GetValueOrDefault(made.Key) != "completed"))
        {
            findings.Lost(Door, made.At, $"task {id} of {made.Queue} was never completed; it is {all.GetValueOrDefault(id) ?? "not there"}");
        }

        await TaskRows.CheckAsync(_cluster!, _made.ToDictionary(made => made.Key, made => made.Value.Number), findings, Door);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static LeaseHistory NewHistory(long id) => new("task", id);

    private string Retention => context.Keep is { TotalSeconds: var kept }
        ? string.Create(CultureInfo.InvariantCulture, $$""","retention":{"completed":{{kept}},"failed":{{kept}}}""")
        : "";

    private async Task SubmitAsync(NewItems batches)
    {
        var client = context.NewClient();
        while (await batches.NextAsync() is { } number)
        {
            var queue = Queues[number % Queues.Length];
            var first = number * Batch;
            var tasks = Enumerable.Range(0, Batch).Select(place => $$"""{"queue":"{{queue}}","payload":{"n":{{first + place}}},"groupKey":"g{{place % 3}}"}""");
            var body = $"[{string.Join(',', tasks)}]";
            var answer = await client.SendAsync(
                new(Door, HttpMethod.Post, "/api/v1/tasks")
                {
                    Content = () => JsonBody.Of(body),
                    Headers = [("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"chaos-tasks-{context.Seed}-{number}"))],

                    // While the first of two copies is under way, the second is told so.
                    IsAnswer = static answer => (int)answer.Status is < 500 and not (int)HttpStatusCode.Conflict and not 429,
                },
                CancellationToken.None);
            if (!answer.IsOk)
            {
                _oddities.Add($"The tasks {number} were refused: {answer.Status} {answer.Text}");
                continue;
            }

            var now = context.Time.GetTimestamp();
            foreach (var (place, made) in answer.Json.AsArray().Index())
            {
                var id = (long)made!["id"]!;
                if (queue == ByHand)
                {
                    _byHand.GetOrAdd(id, NewHistory).Made(now);
                }

                _made[id] = (queue, first + place, now);
            }

            _progress.Made();
        }
    }

    private async Task WorkAsync(int number)
    {
        var worker = new TaskWorker(
            $"by-hand-{number}", context, new Random((context.Seed * 37) + number), _oddities.Add, task => _byHand.GetOrAdd(task.Id, NewHistory).GivenBack(task.Lease));
        while (!IsDone(ref _ended, made => made == ByHand))
        {
            var tasks = await worker.ClaimAsync(ByHand);
            var wrongAt = _cluster!.Nodes.Max(node => node.Clock.WrongAt);
            foreach (var task in tasks)
            {
                var history = _byHand.GetOrAdd(task.Id, NewHistory);
                history.Claimed(task.Lease, task.HeardAt);
                history.Held(
                    task.Lease, task.SentAt, task.SentAt + (long)(context.LeaseTime.TotalSeconds * context.Time.TimestampFrequency), task.HeardAt, wrongAt);
            }

            if (tasks.Count == 0)
            {
                continue;
            }

            foreach (var (task, status, sentAt) in await worker.WorkAsync(tasks))
            {
                if (_byHand.GetOrAdd(task.Id, NewHistory).Ended(task.Lease, status, sentAt))
                {
                    Interlocked.Increment(ref _ended);
                    _progress.Made();
                }
            }
        }
    }

    /// <summary>All there is has ended, or what is left never will.</summary>
    private bool IsDone(ref long ended, Func<string, bool> isOfQueue) =>
        _areAllMade && (Interlocked.Read(ref ended) >= _made.Values.LongCount(made => isOfQueue(made.Queue)) || _progress.IsOver);

    /// <summary>Counts what the clients' workers ended, until that is all.</summary>
    private async Task WatchAsync(ClientWorkers clients)
    {
        var client = context.NewClient();
        while (!IsDone(ref _byClients, made => made != ByHand))
        {
            if (await CountEndedAsync(client) is { } ended && ended > Interlocked.Read(ref _byClients))
            {
                Interlocked.Exchange(ref _byClients, ended);
                _progress.Made();
            }

            if (clients.WhyEnded is { } why)
            {
                _oddities.Add(why);
                return;
            }

            await Task.Delay(Pause, context.Time);
        }
    }

    /// <summary>What has ended may be gone, so it is told by what is left. Null: it is not known now.</summary>
    private async Task<long?> CountEndedAsync(ClusterClient client)
    {
        var ended = _made.Values.LongCount(made => made.Queue != ByHand);
        foreach (var queue in (string[])[ByCSharp, ByPython])
        {
            var answer = await client.SendAsync(new(Door, HttpMethod.Get, $"/api/v1/queues/{queue}"));
            if (!answer.IsOk)
            {
                return null;
            }

            ended -= ((string[])["status.queued", "status.running"]).Sum(status => (long?)answer.Json["totals"]![status] ?? 0);
        }

        return ended;
    }
}
