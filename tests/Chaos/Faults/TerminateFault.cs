using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>A rolling upgrade takes a node out.</summary>
internal sealed class TerminateFault : IFault
{
    public const string Word = "terminate";

    public string Name => Word;

    public string Purpose => "one node is told to stop (SIGTERM), and started again when it has ended";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        var node = cluster.AnyNode(random);
        node.Note("terminated");
        var code = await node.Process!.TerminateAsync();
        node.Note($"ended with {code}");
        node.Launch();
    }
}
