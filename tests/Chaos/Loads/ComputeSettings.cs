namespace Switchyard.Chaos.Loads;

/// <summary>How nodes compute in a run of faults. Of every load whose items a source runs: said twice, it is the same.</summary>
internal static class ComputeSettings
{
    public static IReadOnlyList<string> Of(LoadContext context) =>
    [
        $"Compute:Lease={context.LeaseTime:c}",
        "Compute:DrainTime=00:00:02",
        // A source without a node is on every node.
        "Compute:Sources:0:Name=cpu",
        "Compute:Sources:0:Slots=4",
        // Here it is the nodes that die, and not by what they run.
        "Compute:MaxLostRuns=1000",
    ];
}
