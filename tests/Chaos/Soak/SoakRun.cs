using System.Globalization;
using System.Text.Json.Nodes;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Loads;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Soak;

/// <summary>Nodes that keep nothing for long, work without end, and a look at everything's size from time to time.</summary>
internal sealed class SoakRun(SoakOptions options, TimeProvider time, TextWriter log)
{
    /// <summary>For what was begun to come to its end.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly FindingList _findings = new();
    private readonly SoakRecord _record = new();
    private readonly CallTimes _calls = new();

    /// <returns>Whether nothing grew, and nothing was wrong.</returns>
    public async Task<bool> RunAsync()
    {
        await using var cluster = await ChaosCluster.MakeAsync(time, options.IsOnPostgres);
        cluster.Troubles.Took = _calls.Add;
        var seed = 1;
        // As many tables as there are to be in a minute, again and again.
        var plan = new ChaosOptions { Rate = options.Rate, Items = (long)Math.Ceiling(options.Rate * 60), Doors = options.Doors };
        var loads = LoadPlan.Make(plan, () => cluster.NewClient(seed++), time, options.Keep);
        try
        {
            var settings = new List<string>(Retentions());
            foreach (var load in loads)
            {
                settings.AddRange(await load.ArrangeAsync(cluster));
            }

            log.WriteLine($"Logs of the nodes: {cluster.Directory}");
            // Between two looks all is collected once, so that what is on the heap is in use.
            var collect = (options.Every / 2).TotalSeconds.ToString(CultureInfo.InvariantCulture);
            await cluster.StartAsync(options.Nodes, settings, (_, _) => new()
            {
                Environment = new Dictionary<string, string>
                {
                    ["SWITCHYARD_CHAOS_COLLECT"] = collect,
                    // As the unit of systemd and the images start them.
                    ["MALLOC_ARENA_MAX"] = "2",
                }
            });
            await Task.WhenAll(loads.Select(load => load.PrepareAsync(CancellationToken.None)));
            await RunAsync(cluster, loads);
            foreach (var load in loads)
            {
                load.Tell(_findings);
            }

            return cluster.IsForgotten = Report();
        }
        finally
        {
            foreach (var load in loads)
            {
                await load.DisposeAsync();
            }
        }
    }

    private IEnumerable<string> Retentions() =>
        ((string[])["Tables:Retention", "Jobs:Retention", "Expertise:Retention", "Downloads:Retention", "Audit:Retention",
            "Tickets:RowRetention", "Tickets:ResultRetention", "Tickets:UploadRetention"])
        .Select(setting => $"{setting}={options.Keep:c}");

    private async Task RunAsync(ChaosCluster cluster, IReadOnlyList<ILoad> loads)
    {
        using var noMore = new CancellationTokenSource();
        var began = time.GetTimestamp();
        var clients = Task.WhenAll(loads.Select(load => load.RunAsync(noMore.Token)));
        var nodes = cluster.Nodes.Select(node => (node.Name, Gauge: new NodeGauge(node))).ToList();
        var store = new StoreGauge(cluster, options.IsOnPostgres);
        IReadOnlyDictionary<string, double>? before = null;
        var ended = 0L;
        for (var looks = 1; !clients.IsCompleted && time.GetElapsedTime(began).TotalMinutes < options.Minutes; looks++)
        {
            await Task.WhenAny(clients, Task.Delay(TimeSpan.FromTicks(Math.Max(0, (options.Every * looks - time.GetElapsedTime(began)).Ticks)), time));
            var at = time.GetElapsedTime(began);
            foreach (var (name, gauge) in nodes)
            {
                _record.Add(at, name, await gauge.ReadAsync(CancellationToken.None));
            }

            _record.Add(at, "", await store.ReadAsync());
            _record.Add(at, "", _calls.Take());
            before ??= at >= WarmUp ? await store.ReadTablesAsync() : null;
            var all = loads.Sum(load => load.Ended);
            log.WriteLine($"{at:h\\:mm\\:ss} {Text((all - ended) / options.Every.TotalSeconds)} items/s; {_record.Line()}");
            ended = all;
        }

        TellTables(before, await store.ReadTablesAsync());
        await TellRetentionsAsync(cluster);
        await noMore.CancelAsync();
        if (await Task.WhenAny(clients, Task.Delay(Patience, time)) == clients)
        {
            await clients;
        }
        else
        {
            _findings.Lost("all", null, "some of what was begun did not come to its end in three minutes");
        }

        log.WriteLine($"{loads.Sum(load => load.Ended)} items ended: {string.Join(", ", loads.Select(load => $"{load.Door} {load.Ended}"))}");
    }

    /// <summary>Caches fill, and what is kept comes to its full amount.</summary>
    private TimeSpan WarmUp => TimeSpan.FromMinutes(options.Minutes / 4);

    private void TellTables(IReadOnlyDictionary<string, double>? before, IReadOnlyDictionary<string, double> after)
    {
        log.WriteLine($"Tables that grew most since {WarmUp:h\\:mm\\:ss}, in {(options.IsOnPostgres ? "bytes" : "rows")}:");
        foreach (var (table, size) in after.OrderByDescending(table => table.Value - before?.GetValueOrDefault(table.Key)).Take(10))
        {
            log.WriteLine($"  {table,-32} {Text(before?.GetValueOrDefault(table) ?? 0),12} -> {Text(size),12}");
        }
    }

    private async Task TellRetentionsAsync(ChaosCluster cluster)
    {
        var answer = await cluster.NewClient(0).SendAsync(new Call("all", HttpMethod.Get, "/api/v1/retention"));
        foreach (var kept in answer.Json["items"]!.AsArray().OfType<JsonObject>())
        {
            log.WriteLine($"Retention of {kept["name"]}: {kept["removed"]} went");
            if ((string?)kept["problem"] is { } problem)
            {
                _findings.Wrong("all", null, $"retention of {kept["name"]}: {problem}");
            }
        }
    }

    private bool Report()
    {
        log.WriteLine();
        var grew = _record.Report(log, WarmUp, options.HasLimits);
        foreach (var finding in _findings.All.Take(50))
        {
            log.WriteLine($"{finding.Kind}: {finding.Door}: {finding.What}");
        }

        var isWell = grew == 0 && _findings.All.Count == 0;
        log.WriteLine(isWell ? "Nothing grew, and nothing was wrong." : $"{grew} grew by more than they may, {_findings.All.Count} findings.");
        return isWell;
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
