using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>The database crashes, and recovers from its log.</summary>
internal sealed class PostgresRestartFault : IFault
{
    public string Name => "postgres-restart";

    public string Purpose => "PostgreSQL is stopped at once without a checkpoint (immediate), and started again";

    public TimeSpan? MostRecovery => TimeSpan.FromSeconds(10);

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        await cluster.Postgres.StopImmediateAsync();
        await cluster.Postgres.StartAsync();
    }
}
