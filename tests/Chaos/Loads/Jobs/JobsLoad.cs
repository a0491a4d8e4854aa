using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads.Jobs;

/// <summary>Makes jobs, each for a target of its own, and works on them under leases.</summary>
internal sealed class JobsLoad(LoadContext context) : ILoad
{
    private const int Posters = 4;
    private const int Workers = 10;

    /// <summary>In one request.</summary>
    private const int Batch = 5;

    private readonly ConcurrentDictionary<long, LeaseHistory> _jobs = [];
    private readonly ConcurrentBag<string> _oddities = [];
    private readonly Progress _progress = new(context.Time);
    private ChaosCluster? _cluster;
    private long _made;
    private long _ended;
    private volatile bool _areAllMade;

    public string Door => "jobs";

    public long Ended => Interlocked.Read(ref _ended);

    private bool IsDone => _areAllMade && (Ended >= Interlocked.Read(ref _made) || _progress.IsOver);

    public Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster)
    {
        _cluster = cluster;

        // Here it is the nodes that die, and clients that are slow: no job's fault.
        return Task.FromResult<IReadOnlyList<string>>(["Jobs:MaxLostLeases=1000"]);
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RunAsync(CancellationToken noMore)
    {
        var batches = new NewItems(context, context.PerSecond / Batch, context.Items / Batch, noMore);
        var workers = Enumerable.Range(0, Workers).Select(WorkAsync).ToList();
        await Task.WhenAll(Enumerable.Range(0, Posters).Select(_ => PostAsync(batches)));
        _areAllMade = true;
        await Task.WhenAll(workers);
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
        var stored = await ReadAsync();
        foreach (var id in stored.Keys.Union(_jobs.Keys))
        {
            _jobs.GetOrAdd(id, NewHistory).Check(stored.GetValueOrDefault(id), findings, Door);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static LeaseHistory NewHistory(long id) => new("job", id);

    private async Task PostAsync(NewItems batches)
    {
        var client = context.NewClient();
        while (await batches.NextAsync() is { } number)
        {
            var targets = Enumerable.Range(0, Batch).Select(place => string.Create(CultureInfo.InvariantCulture, $"CHAOS_{number}_{place}"));
            var body = $$"""{"jobs":[{{string.Join(',', targets.Select(target => $$"""{"operation":"ADD","target":"{{target}}"}"""))}}]}""";
            var call = new Call(Door, HttpMethod.Post, "/jobs")
            {
                Content = () => JsonBody.Of(body),
                Headers = [("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"chaos-{number}"))],
                IsAnswer = IsMade,
            };
            var answer = await client.SendAsync(call, CancellationToken.None);
            if (!answer.IsOk)
            {
                _oddities.Add($"The jobs {number} were refused: {answer.Status} {answer.Text}");
                continue;
            }

            foreach (var made in answer.Json.AsArray())
            {
                var id = long.Parse((string)made!["job_id"]!, CultureInfo.InvariantCulture);
                _jobs.GetOrAdd(id, NewHistory).Made(context.Time.GetTimestamp());
                Interlocked.Increment(ref _made);
                _progress.Made();
            }
        }
    }

    /// <summary>The door answers 200 also when the making of a job failed, which may be asked for again by its key.</summary>
    private static bool IsMade(Answer answer) =>
        answer.IsOk ? answer.Json.AsArray().All(made => (string?)made!["status"] == "queued") : (int)answer.Status is < 500 and not 429;

    private async Task WorkAsync(int number)
    {
        var worker = new JobWorker($"worker-{number}", context, new Random((context.Seed * 31) + number), _oddities.Add);
        while (!IsDone)
        {
            foreach (var (id, lease, heardAt) in await worker.ClaimAsync())
            {
                var job = _jobs.GetOrAdd(id, NewHistory);
                job.Claimed(lease, heardAt);
                if (await worker.WorkAsync(id, lease) is var (status, sentAt) && job.Ended(lease, status, sentAt))
                {
                    Interlocked.Increment(ref _ended);
                    _progress.Made();
                }
            }
        }
    }

    private async Task<Dictionary<long, string>> ReadAsync()
    {
        await using var connection = await _cluster!.ConnectAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand("select id, status from work_item where queue like 'jobs.%'", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var stored = new Dictionary<long, string>();
        while (await rows.ReadAsync())
        {
            stored[rows.GetInt64(0)] = rows.GetInt16(1) switch { 2 => "completed", 3 => "failed", var other => $"of status {other}" };
        }

        return stored;
    }
}
