using System.Globalization;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Chaos.Loads.Downloads;

/// <summary>Somebody asks for the archives of three classifiers while texts are added.</summary>
internal sealed class DownloadsLoad(LoadContext context) : ILoad
{
    private const int Classifiers = 3;

    /// <summary>A build is a process.</summary>
    private const int Share = 10;

    private const int MostErrors = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Of what Npgsql says when a server goes, is away, or comes back.</summary>
    private static readonly string[] DatabaseWords = ["Failed to connect", "stream", "57P0", "53300", "Timeout", "timeout"];

    private readonly FindingList _found = new();
    private readonly List<DownloadWorker> _workers = [];
    private LabelForwardTables? _tables;
    private TextStock? _texts;
    private RedisServer? _redis;
    private long _ended;

    public string Door => DownloadWorker.Door;

    public long Ended => Interlocked.Read(ref _ended);

    public async Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster)
    {
        _redis = await RedisServer.StartAsync();
        _tables = await LabelForwardTables.CreateAsync(await cluster.Postgres.CreateDatabaseAsync());
        await _tables.AddVectorizerAsync(SampleModels.Vectorizer);
        _texts = new(_tables, context.Time);
        await _texts.AddAsync();
        return
        [
            .. ComputeSettings.Of(context),
            $"Downloads:ConnectionString={_tables.ConnectionString}",
            $"Downloads:Redis={_redis.Address}",
            "Downloads:LookEvery=00:00:05",
        ];
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        while (_workers.Count < Classifiers)
        {
            var clfId = await _tables!.AddClassifierAsync(SampleModels.Classifier);
            _workers.Add(new(context, context.NewClient(), _redis!, _texts!, clfId, _found));
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
        var work = new WorkItems(Door, "download", context, context.NewClient());
        var items = await BuiltAsync(work);
        var (builds, errors) = (0, new List<string>());
        foreach (var item in items)
        {
            builds++;
            if (await work.FindAsync(item.Id) is not { } details)
            {
                findings.Lost(Door, null, $"build {item.Id} is in the list of all work, and not found");
                continue;
            }

            errors.AddRange(item.Status == "failed" ? [$"{item.Id}: {details.Error?.ReplaceLineEndings(" ")}"] : []);
            Check(details, findings);
        }

        foreach (var worker in _workers.Where(worker => worker.Acknowledged > 0))
        {
            await CheckAsync(worker, findings);
        }

        Console.WriteLine(
            $"downloads: {_workers.Sum(worker => worker.Acknowledged)} requests acknowledged, {_workers.Sum(worker => worker.Unheard)} messages not heard, {builds} builds, {_texts!.There} texts.");
        Console.WriteLine($"downloads: {errors.Count} builds failed and were asked for anew{string.Concat(errors.Take(MostErrors).Select(error => "\n  " + error))}");
    }

    public async ValueTask DisposeAsync()
    {
        _texts?.Dispose();
        await (_tables?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>
    /// Waits until all builds have ended, and no classifier asks for one: a message that counts as not heard may be heard late.
    /// </summary>
    private async Task<IReadOnlyList<WorkSummary>> BuiltAsync(WorkItems work)
    {
        var items = await work.EndedAsync();
        for (var since = context.Time.GetTimestamp(); context.Time.GetElapsedTime(since) < Patience && await IsAnyAskedForAsync();)
        {
            await Task.Delay(Pause, context.Time);
            items = await work.EndedAsync();
        }

        return items;
    }

    private async Task<bool> IsAnyAskedForAsync()
    {
        foreach (var worker in _workers)
        {
            if (await _texts!.StatusAsync(worker.ClfId) == DownloadWorker.Asked)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Its program says of itself that LabelForward's database went away, and somebody asks anew.</summary>
    private static bool IsOfDatabase(WorkDetails build) =>
        build.Item.Status == "failed" && DatabaseWords.Any(word => build.Error?.Contains(word, StringComparison.Ordinal) == true);

    private static void Check(WorkDetails build, FindingList findings)
    {
        if (!build.Item.IsTerminal)
        {
            findings.Lost(DownloadWorker.Door, null, $"build {build.Item.Id} never ended: it is {build.Item.Status}");
            return;
        }

        if (build.Item.Status != "completed" && !IsOfDatabase(build))
        {
            findings.Wrong(DownloadWorker.Door, null, $"build {build.Item.Id} ended {build.Item.Status}: {build.Error}");
        }

        foreach (var doubt in build.Doubts())
        {
            findings.Doubled(DownloadWorker.Door, null, $"build {build.Item.Id}: {doubt}");
        }
    }

    private async Task CheckAsync(DownloadWorker worker, FindingList findings)
    {
        var (status, archives) = (await _texts!.StatusAsync(worker.ClfId), await _texts.ArchivesAsync(worker.ClfId));
        if (archives.Count == 0 || status == DownloadWorker.Asked)
        {
            findings.Lost(Door, null, string.Create(CultureInfo.InvariantCulture, $"classifier {worker.ClfId} has status {status} and {archives.Count} archives"));
        }
        else if (archives.Count > 1)
        {
            findings.Doubled(Door, null, $"classifier {worker.ClfId} has {archives.Count} archives");
        }
        else
        {
            worker.Look(archives[0], worker.Fetched, null, findings);
        }
    }

    private async Task WorkAsync(DownloadWorker worker, NewItems items)
    {
        while (await items.NextAsync() is { } number)
        {
            if (number % 2 == 0)
            {
                await _texts!.AddAsync();
            }

            await (number % 4 == 3 ? worker.PublishAsync() : worker.AskAsync());
            Interlocked.Increment(ref _ended);
        }
    }
}
