using System.Globalization;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Chaos.Loads.Expertise;

/// <summary>Chairs of a small conference who have the same dataset scored again and again: each time as before any fault.</summary>
internal sealed class ExpertiseLoad(LoadContext context) : ILoad
{
    private const int Chairs = 3;

    /// <summary>A job is two processes.</summary>
    private const int Share = 10;

    private const int Steps = 2;

    private readonly FindingList _found = new();
    private readonly List<ExpertiseJob> _jobs = [];
    private readonly Dictionary<bool, string> _scores = [];
    private IReadOnlyList<ExpertiseWorker> _workers = [];
    private OpenReviewServer? _review;
    private long _ended;

    public string Door => ExpertiseWorker.Door;

    public long Ended => Interlocked.Read(ref _ended);

    public async Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster)
    {
        _review = await OpenReviewServer.StartAsync();
        Conference.Fill(_review.Data, Chairs);
        return [.. ComputeSettings.Of(context), $"Expertise:OpenReviewBaseUrl={_review.Address.ToString().TrimEnd('/')}"];
    }

    /// <summary>What the scores are, the first job of each kind says.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _workers = [.. Enumerable.Range(0, Chairs).Select(chair => new ExpertiseWorker(context, context.NewClient(), chair, _found))];
        foreach (var isSeeds in new[] { false, true })
        {
            if (await _workers[0].SubmitAsync($"first {isSeeds}", isSeeds) is { } job && await _workers[0].EndAsync(job) && await _workers[0].FetchAsync(job) is { } scores)
            {
                _scores[isSeeds] = scores;
                Keep(job);
            }
        }
    }

    public Task RunAsync(CancellationToken noMore)
    {
        var items = new NewItems(context, context.PerSecond / Share, context.Items / Share, noMore);
        return Task.WhenAll(_workers.Select(worker => WorkAsync(worker, items)));
    }

    public void Tell(FindingList findings) => findings.AddAll(_found);

    public async Task CheckAsync(FindingList findings)
    {
        var client = context.NewClient();
        var work = new WorkItems(Door, "expertise", context, client);
        var items = await work.EndedAsync();
        var (acknowledged, others) = (_jobs.ToLookup(job => long.Parse(job.Id, CultureInfo.InvariantCulture)), 0);
        var missing = acknowledged.Select(job => job.Key).ToHashSet();
        foreach (var item in items)
        {
            others += missing.Remove(item.Id) ? 0 : 1;
            await CheckAsync(item, acknowledged[item.Id].FirstOrDefault()?.At, work, findings);
        }

        foreach (var id in missing)
        {
            findings.Lost(Door, acknowledged[id].First().At, $"job {id} is not in the list of all work");
        }

        foreach (var doubled in acknowledged.Where(jobs => jobs.Count() > 1))
        {
            findings.Doubled(Door, doubled.First().At, $"job {doubled.Key} was acknowledged {doubled.Count()} times");
        }

        var again = _workers.Select((_, chair) => new ExpertiseWorker(context, client, chair, findings)).ToList();
        foreach (var job in _jobs)
        {
            Compare(job, await again[job.Chair].FetchAsync(job), findings);
        }

        Console.WriteLine($"expertise: {_jobs.Count} acknowledged jobs, {others} made by requests whose answers were lost.");
    }

    public ValueTask DisposeAsync() => _review?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task CheckAsync(WorkSummary item, long? at, WorkItems work, FindingList findings)
    {
        if (!item.IsTerminal)
        {
            findings.Lost(ExpertiseWorker.Door, at, $"job {item.Id} never ended: it is {item.Status} under lease {item.LeaseNumber}");
            return;
        }

        var details = await work.FindAsync(item.Id);
        if (item.Status != "completed")
        {
            findings.Wrong(ExpertiseWorker.Door, at, $"job {item.Id} ended {item.Status}: {details?.Error}");
        }

        foreach (var doubt in details?.Doubts(Steps) ?? ["it is in the list of all work, and not found"])
        {
            findings.Doubled(ExpertiseWorker.Door, at, $"job {item.Id}: {doubt}");
        }
    }

    private async Task WorkAsync(ExpertiseWorker worker, NewItems items)
    {
        while (await items.NextAsync() is { } number)
        {
            if (await worker.SubmitAsync($"job {number}", isSeeds: number % 2 == 0) is not { } job)
            {
                continue;
            }

            if (await worker.EndAsync(job))
            {
                Compare(job, await worker.FetchAsync(job), _found);
            }

            Keep(job);
        }
    }

    private void Compare(ExpertiseJob job, string? scores, FindingList findings)
    {
        if (scores is not null && scores != _scores.GetValueOrDefault(job.IsSeeds))
        {
            findings.Wrong(Door, job.At, $"{job}: its scores are not those of the first job: {scores.ReplaceLineEndings(" ")}");
        }
    }

    private void Keep(ExpertiseJob job)
    {
        lock (_jobs)
        {
            _jobs.Add(job);
        }

        Interlocked.Increment(ref _ended);
    }
}
