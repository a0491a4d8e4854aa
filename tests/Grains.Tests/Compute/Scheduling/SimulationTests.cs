namespace Switchyard.Compute.Scheduling;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 100;

    private static readonly SourceDefinition[] EqualSources =
        [.. Enumerable.Range(0, 8).Select(number => new SourceDefinition($"gpu{number}", "a", 1, [], number))];

    private static readonly SourceDefinition[] MixedSources =
        [.. new[] { 1, 1, 2, 4, 8 }.Select((slots, number) => new SourceDefinition($"s{number}", "a", slots, [], number))];

    private static readonly SourceDefinition[] ChoosySources =
    [
        new("gpu0", "a", 1, ["long", "short"]),
        new("gpu1", "a", 1, ["long", "short"], 1),
        new("gpu2", "a", 2, ["short", "tiny"], 2),
        new("cpu", "a", 4, ["long", "tiny"], 3),
    ];

    public static TheoryData<string> Loads => ["equal", "mixed", "choosy"];

    /// <summary>
    /// Without knowing how long a job takes, no rule ends sooner each time: whoever starts the longest job late loses that
    /// one. So the sum over many loads is compared; that it stays within twice the bound is true of every single one.
    /// </summary>
    [Theory]
    [MemberData(nameof(Loads))]
    public void Stealing_ends_sooner_than_the_plain_shortest_queue_and_near_the_bound(string load)
    {
        var sources = load switch { "equal" => EqualSources, "mixed" => MixedSources, _ => ChoosySources };
        var (sumOurs, sumPlain, sumBound, worse) = (0.0, 0.0, 0.0, 0);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var jobs = Jobs(new Random(seed));
            var (ours, plain) = (Simulation.Makespan(sources, jobs), Simulation.PlainMakespan(sources, jobs));
            var bound = Simulation.Bound(sources, jobs);
            (sumOurs, sumPlain, sumBound, worse) = (sumOurs + ours, sumPlain + plain, sumBound + bound, ours > plain ? worse + 1 : worse);
            Assert.True(ours <= 2 * bound, $"seed {seed}: ours {ours}, bound {bound}");
        }

        output.WriteLine(
            $"{load}: mean makespan ours {sumOurs / Seeds:F0} s, plain {sumPlain / Seeds:F0} s, bound {sumBound / Seeds:F0} s; "
            + $"ours/bound {sumOurs / sumBound:F2}, plain/bound {sumPlain / sumBound:F2}; plain ended sooner {worse} times of {Seeds}");
        Assert.True(sumOurs <= 0.95 * sumPlain);
        Assert.True(worse < Seeds / 2, $"{worse} times");
    }

    /// <summary>Many short jobs and a few that are very long, in bursts within the first minute.</summary>
    private static List<SimulatedJob> Jobs(Random random) =>
    [
        .. Enumerable.Range(1, 400).Select(id =>
        {
            var (service, mean) = random.Next(10) switch { 0 => ("long", 300.0), < 5 => ("short", 30.0), _ => ("tiny", 5.0) };
            return new SimulatedJob(id, service, 10 * random.Next(6), -mean * Math.Log(1 - random.NextDouble()));
        }),
    ];
}
