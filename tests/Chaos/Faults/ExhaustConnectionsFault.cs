using Npgsql;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>Somebody else takes all connections that the database has, while those of the nodes are closed.</summary>
internal sealed class ExhaustConnectionsFault(TimeProvider time) : IFault
{
    public string Name => "exhaust-connections";

    public string Purpose => "the cluster's connections are terminated, and all that PostgreSQL has are taken for some seconds";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        var taken = new List<NpgsqlConnection>();
        try
        {
            taken.Add(await cluster.ConnectAsync(cancellationToken));
            await TakeAllAsync(cluster, taken, cancellationToken);
            await using var kill = new NpgsqlCommand(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and application_name <> $1", taken[0])
            {
                Parameters = { new() { Value = ChaosCluster.ApplicationName } },
            };
            await kill.ExecuteScalarAsync(cancellationToken);
            await TakeAllAsync(cluster, taken, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1 + (random.NextDouble() * 3)), time, cancellationToken);
        }
        finally
        {
            foreach (var connection in taken)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task TakeAllAsync(ChaosCluster cluster, List<NpgsqlConnection> taken, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                taken.Add(await cluster.ConnectAsync(cancellationToken));
            }
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
        {
            // That is all.
        }
    }
}
