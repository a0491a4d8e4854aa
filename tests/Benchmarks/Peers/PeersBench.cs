using System.Diagnostics;
using System.Globalization;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Peers;

/// <summary>
/// Ours and other queues in turn, round after round, on the same server: what the hour does to a machine it does to all of them. A turn beside
/// which others used the machine is taken again.
/// </summary>
internal static class PeersBench
{
    private const int Callers = 64;
    private const int Batch = 500;
    private const int Batchers = 2;

    /// <summary>More than anybody here does in a second.</summary>
    private const int Fastest = 20_000;

    /// <summary>The part of the machine that others may have.</summary>
    private const double Quiet = 0.10;

    private const int Tries = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private static readonly (string Do, string Title)[] Workloads =
    [
        ("single", $"stored one by one by {Callers} callers; back when committed"),
        ("one", $"done one by one by {Callers} workers"),
        ("bulk", $"stored in batches of {Batch} by {Batchers} producers"),
        ("drain", $"done from a backlog, in batches of {Batch} by {Batchers} workers where there are batches"),
        ("both", "stored and done at once, as the two before"),
    ];

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        await using var contestants = await Contestants.StartAsync(databases, settings.Peers);
        var measured = new Dictionary<(string Do, IContestant Contestant), List<double>>();
        var (load, loud) = (new ForeignLoad(databases), 0);

        foreach (var contestant in contestants.All)
        {
            await WarmUpAsync(contestant, settings);
            await Console.Error.WriteLineAsync($"{contestant.Name} is warm");
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var turn in Turns(settings))
            {
                foreach (var contestant in contestants.All.Where(contestant => contestant.HasBatches || turn[0].Do == "single"))
                {
                    var rates = await TakeAsync(contestant, turn);
                    foreach (var (word, rate) in rates)
                    {
                        await Console.Error.WriteLineAsync($"round {round + 1}: {contestant.Name}, {word}: {rate:N0} a second");
                        var all = measured.TryGetValue((word, contestant), out var known) ? known : measured[(word, contestant)] = [];
                        all.Add(rate);
                    }
                }
            }
        }

        Write(measured, contestants.All);
        Console.WriteLine(loud == 0
            ? $"Beside no turn others had more than {Quiet:P0} of the machine."
            : $"NOT QUIET: beside {loud} turns others had more than {Quiet:P0} of the machine, {Tries} times each.");

        async Task<List<(string Do, double Rate)>> TakeAsync(IContestant contestant, Workload[] turn)
        {
            for (var tries = 1; ; tries++)
            {
                await ClearAsync(contestant);
                var (rates, others) = await load.BesideAsync(() => DoAsync(contestant, turn));
                if (others <= Quiet || tries == Tries)
                {
                    loud += others <= Quiet ? 0 : 1;
                    return rates;
                }
            }
        }
    }

    private static Task ClearAsync(IContestant contestant) => contestant.HasBatches ? contestant.DoAsync(new Workload("clear")) : Task.CompletedTask;

    /// <summary>Until compilers of all kinds have seen what is hot: ours takes about ten seconds.</summary>
    private static async Task WarmUpAsync(IContestant contestant, Settings settings)
    {
        var start = Stopwatch.GetTimestamp();
        await DoAsync(contestant, Turns(settings with { Span = WarmUp / 2 })[0]);
        await ClearAsync(contestant);
        while (contestant.HasBatches && Stopwatch.GetElapsedTime(start) < 2 * WarmUp)
        {
            await contestant.DoAsync(Turns(settings)[^1][0]);
        }
    }

    /// <summary>What needs the backlog of another follows it at once.</summary>
    private static Workload[][] Turns(Settings settings)
    {
        var span = settings.Span.TotalSeconds;
        var batches = new Workload("bulk", Batchers, Count: settings.Waiting ?? 50_000, Batch: Batch);
        return
        [
            [new("single", Callers, span), new("one", Callers, span)],
            [batches, batches with { Do = "drain" }],
            [batches with { Do = "both" }],
        ];
    }

    private static async Task<List<(string Do, double Rate)>> DoAsync(IContestant contestant, Workload[] turn)
    {
        List<(string Do, double Rate)> rates = [];
        foreach (var workload in turn)
        {
            if (workload.Do == "one" && contestant.HasBatches)
            {
                // Enough to do until the time is over.
                await contestant.DoAsync(new Workload("bulk", Batchers, Count: (int)(workload.Span * Fastest), Batch: Batch));
            }

            rates.Add((workload.Do, (await contestant.DoAsync(workload)).PerSecond));
        }

        return rates;
    }

    private static void Write(Dictionary<(string Do, IContestant Contestant), List<double>> measured, List<IContestant> contestants)
    {
        var ours = contestants[0];
        foreach (var (word, title) in Workloads)
        {
            Console.WriteLine();
            Console.WriteLine($"{word}: {title}");
            var table = new PlainTable(30, "queue", "ours / its", "a second", "each round");
            foreach (var contestant in contestants.Where(contestant => measured.ContainsKey((word, contestant))))
            {
                var rates = measured[(word, contestant)];
                var ratios = measured[(word, ours)].Zip(rates, (our, its) => our / its);
                table.Add(
                    contestant.Name,
                    Median(ratios),
                    Median(rates),
                    string.Join(' ', rates.Select(rate => rate.ToString("N0", CultureInfo.InvariantCulture))));
            }
        }

        Console.WriteLine();
    }

    private static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
