using Npgsql;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>Something between the nodes and the database closes all connections, again and again.</summary>
internal sealed class KillBackendsFault(TimeProvider time) : IFault
{
    public string Name => "kill-backends";

    public string Purpose => "all of the cluster's connections to PostgreSQL are terminated, five times in two seconds";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        await using var connection = await cluster.ConnectAsync(cancellationToken);
        for (var round = 0; round < 5; round++)
        {
            await using var kill = new NpgsqlCommand(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
                connection);
            await kill.ExecuteScalarAsync(cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(800)), time, cancellationToken);
        }
    }
}
