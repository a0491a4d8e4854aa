using Switchyard.Chaos.Faults;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Loads;
using Switchyard.Chaos.Report;
using Switchyard.Chaos.Store;
using Switchyard.Chaos.Yard;
using Switchyard.Servers;

namespace Switchyard.Chaos;

/// <summary>A cluster under load, faults one after another, and then the reckoning.</summary>
internal sealed class ChaosRun(ChaosOptions options, IReadOnlyList<IFault> faults, TimeProvider time, TextWriter log)
{
    private readonly List<FaultWindow> _windows = [];
    private readonly FindingList _findings = new();
    private readonly Random _random = new(options.Seed);
    private long _itemsBefore;

    /// <returns>Whether all is well.</returns>
    public async Task<bool> RunAsync()
    {
        await using var cluster = await ChaosCluster.MakeAsync(time);
        var seed = options.Seed;
        var loads = LoadPlan.Make(options, () => cluster.NewClient(seed++), time);
        try
        {
            var settings = new List<string>();
            foreach (var load in loads)
            {
                settings.AddRange(await load.ArrangeAsync(cluster));
            }

            log.WriteLine($"Logs of the nodes: {cluster.Directory}");
            await cluster.StartAsync(options.Nodes, settings, ProgramOf);
            await Task.WhenAll(loads.Select(load => load.PrepareAsync(CancellationToken.None)));
            await RunAsync(cluster, loads);
            log.WriteLine("All items are at their end. Comparing.");
            await CheckAsync(cluster, loads);
            return Report(cluster);
        }
        finally
        {
            foreach (var load in loads)
            {
                await load.DisposeAsync();
            }
        }
    }

    private NodeProgram ProgramOf(int node, int start) =>
        options.Previous is { } previous && node == 1 && start % 2 == 0 ? new() { Directory = previous } : new();

    private async Task RunAsync(ChaosCluster cluster, IReadOnlyList<ILoad> loads)
    {
        using var noMore = new CancellationTokenSource();
        var clients = Task.WhenAll(loads.Select(load => load.RunAsync(noMore.Token)));
        var marks = new List<(IFault Fault, long Begun, int Failed, TimeSpan Recovery, long Ended)>();
        foreach (var fault in FaultPlan.Shuffle(faults, _random).Take(options.Faults))
        {
            await Task.WhenAny(clients, Task.Delay(TimeSpan.FromSeconds(0.5 + (_random.NextDouble() * 2)), time));
            if (clients.IsFaulted)
            {
                break;
            }

            await cluster.SuperviseAsync();
            var (begun, ended) = (time.GetTimestamp(), loads.Sum(load => load.Ended));
            await fault.HappenAsync(cluster, _random, CancellationToken.None);
            await cluster.SuperviseAsync();
            var over = time.GetTimestamp();
            await Task.WhenAny(clients, cluster.Troubles.SettledAsync(over));
            var troubles = cluster.Troubles.Between(begun, over);
            var recovery = troubles.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(begun, troubles.Max(trouble => trouble.Ended));
            marks.Add((fault, begun, troubles.Count(trouble => trouble.Failures > 1), recovery, ended));
            log.WriteLine($"{marks.Count,4} {fault.Name,-20} {recovery.TotalSeconds,6:0.0} s  {troubles.Count,4} in trouble  {ended,8} items ended before");
            foreach (var trouble in troubles.OrderByDescending(trouble => trouble.Ended).Take(3))
            {
                log.WriteLine($"       {trouble.Door} {trouble.Path} failed {trouble.Failures} times, took {time.GetElapsedTime(trouble.Begun, trouble.Ended).TotalSeconds:0.0} s: {trouble.Why}");
            }
        }

        // Until all items are made. After that, who made them brings them to their end.
        while (!clients.IsCompleted && loads.Sum(load => load.Ended) < options.Items)
        {
            await Task.WhenAny(clients, Task.Delay(TimeSpan.FromSeconds(1), time));
            await cluster.SuperviseAsync();
        }

        await noMore.CancelAsync();
        await clients;
        var last = loads.Sum(load => load.Ended);
        _itemsBefore = marks.Count == 0 ? last : marks[0].Ended;
        for (var index = 0; index < marks.Count; index++)
        {
            var next = index + 1 < marks.Count ? marks[index + 1].Ended : last;
            _windows.Add(new(marks[index].Fault.Name, marks[index].Begun, next - marks[index].Ended, marks[index].Failed, marks[index].Recovery));
        }
    }

    private async Task CheckAsync(ChaosCluster cluster, IReadOnlyList<ILoad> loads)
    {
        await cluster.SuperviseAsync();
        foreach (var load in loads)
        {
            load.Tell(_findings);
            await load.CheckAsync(_findings);
        }

        await new StoreCheck(cluster, time, _findings).RunAsync();
    }

    private bool Report(ChaosCluster cluster)
    {
        var table = new FaultTable(faults, _windows, _findings.All);
        log.WriteLine();
        table.Write(log, _itemsBefore);
        foreach (var finding in _findings.All.Take(50))
        {
            log.WriteLine($"{finding.Kind}: {finding.Door}: {finding.What}");
        }

        var misses = options.HasLimits ? table.Misses.ToList() : [];
        misses.ForEach(log.WriteLine);
        var isWell = _findings.All.Count == 0 && misses.Count == 0;
        log.WriteLine(isWell ? "Nothing was lost, doubled or wrong." : $"{_findings.All.Count} findings, {misses.Count} limits missed.");
        return cluster.IsForgotten = isWell;
    }
}
