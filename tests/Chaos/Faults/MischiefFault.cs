using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>Requests arrive twice, or their answers never.</summary>
internal sealed class MischiefFault(string name, string purpose, Mischief mischief, TimeProvider time) : IFault
{
    public string Name => name;

    public string Purpose => purpose;

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        cluster.Do(mischief);
        await Task.Delay(TimeSpan.FromSeconds(3), time, cancellationToken);
        cluster.Do(Mischief.None);
    }
}
