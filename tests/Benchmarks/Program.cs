using System.Globalization;
using Switchyard.Benchmarks;
using Switchyard.Benchmarks.Downloads;
using Switchyard.Benchmarks.Expertise;
using Switchyard.Benchmarks.Jobs;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.OperatorConsole;
using Switchyard.Benchmarks.Peers;
using Switchyard.Benchmarks.Store;
using Switchyard.Benchmarks.Tables;
using Switchyard.Benchmarks.Tasks;
using Switchyard.Benchmarks.Telemetry;
using Switchyard.Benchmarks.Tickets;

Bench[] benches =
[
    new("store.lives", "the store alone: whole lives of items (insert, read, 2 updates), and the latency of a lone write", LivesBench.RunAsync),
    new("store.intake", "the store alone: bulk intake of new items", IntakeBench.RunAsync),
    new("store.claim", "the store alone: head of a queue and lease, with no and with 1,000,000 finished rows beside", ClaimBench.RunAsync),
    new("store.lane", "the store of tasks alone: submitted and drained in batches of 500, beside its bare statements", LaneBench.RunAsync),
    new("jobs.post", "a node: single jobs made over HTTP by 1, 16 and 64 connections", PostBench.RunAsync),
    new("jobs.list", "a node: the executor's polls beside 1,000,000 finished jobs, and the list of all", ListBench.RunAsync),
    new("jobs.claim", "a node: claim and complete over HTTP by 1, 16 and 64 workers", JobClaimBench.RunAsync),
    new("tables.import", "a node: import of campaigns, seconds and memory", ImportBench.RunAsync),
    new("tables.cycles", "a node: getWork + storeResult over HTTP by 1, 8, 32 and 64 clients", CyclesBench.RunAsync),
    new("tables.stats", "a node: getStats with campaigns of growing size", StatisticsBench.RunAsync),
    new("tickets.latency", "a node: from a ticket's request to its start and its end, on an idle source", TicketLatencyBench.RunAsync),
    new("tickets.load", "a node: tickets made, run and polled over HTTP by 16 and 64 callers", TicketLoadBench.RunAsync),
    new("tickets.place", "the scheduler alone: placements on 1,000 sources", PlacementBench.RunAsync),
    new("tasks.throughput", "a node: tasks submitted, claimed and completed over HTTP in batches of 500, from backlogs and at once", TaskThroughputBench.RunAsync),
    new("tasks.latency", "a node: one task at a time from its submission to its worker, beside a server that does nothing", TaskLatencyBench.RunAsync),
    new("tasks.snapshot", "a node on PostgreSQL: 800 tasks a second while a transaction keeps dead rows alive", TaskSnapshotBench.RunAsync),
    new("tasks.fairness", "a node: single tasks beside one group's 100,000", TaskFairnessBench.RunAsync),
    new("telemetry.cost", "nodes: the same work without metrics and traces, with metrics, and with both, in turns", TelemetryBench.RunAsync),
    new("console.lists", "a node: pages of 50 of 1,000,000 tasks by each condition, by the API and on the console", ListPagesBench.RunAsync),
    new("console.open", "a node: what 50 open consoles cost it, and the pace of tasks beside an open one", OpenConsolesBench.RunAsync),
    new("node.start", "a node from its start to its readiness, and its first minute of work, beside another build of it (--program)", StartBench.RunAsync),
    new("peers", "ours and other queues in turn on one PostgreSQL: graphile-worker, pg-boss, BullMQ, Hangfire, Quartz", PeersBench.RunAsync),
    new("expertise.score", "scoring by BM25, seconds and memory, beside the formula as it is written", ScoringBench.RunAsync),
    new("downloads.export", "archives of 50,000 texts of 10,000 characters, seconds and memory", ExportBench.RunAsync),
    new("downloads.predict", "labels for texts by a stored model, beside scikit-learn's own", PredictBench.RunAsync),
];

if (args is [ScoringBench.ProcessWord, var service, var input, var output, var cores])
{
    return await ScoringBench.RunProcessAsync(service, input, output, int.Parse(cores, CultureInfo.InvariantCulture));
}

if (args is [ExportBench.ProcessWord, var directory])
{
    return await ExportBench.RunProcessAsync(directory);
}

if (Settings.TryParse(args) is not { } settings)
{
    await Console.Error.WriteLineAsync(Settings.Usage);
    return 2;
}

var chosen = benches.Where(bench => bench.Is(settings.Name)).ToList();
if (chosen.Count == 0)
{
    Console.WriteLine(Settings.Usage);
    Console.WriteLine();
    foreach (var bench in benches)
    {
        Console.WriteLine($"  {bench.Name,-17} {bench.Purpose}");
    }

    return settings.Name is null ? 0 : 2;
}

Console.WriteLine($"./dev bench {string.Join(' ', args)}");
Console.WriteLine(Machine.Describe());
await using var databases = new Databases(settings);
foreach (var bench in chosen)
{
    Console.WriteLine();
    Console.WriteLine($"== {bench.Name}: {bench.Purpose} (load of the machine before: {Machine.Load()}, processors idle: {await Machine.IdleAsync():F0} %)");
    await bench.Run(settings, databases);
}

File.Delete($"/tmp/perf-{Environment.ProcessId}.map");
return 0;
