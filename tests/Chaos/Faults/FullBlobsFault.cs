using Npgsql;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Faults;

/// <summary>The quota of the disk with the blobs is used up, and then raised.</summary>
/// <remarks>PostgreSQL itself says so, by a trigger, with the code that it has for a full disk: a cluster's blobs are rows.</remarks>
internal sealed class FullBlobsFault(TimeProvider time) : IFault
{
    public string Name => "blobs-full";

    public string Purpose => "every write to the blob store fails with disk_full (53100) for some seconds";

    public TimeSpan? MostRecovery => null;

    public async Task HappenAsync(ChaosCluster cluster, Random random, CancellationToken cancellationToken)
    {
        await using var connection = await cluster.ConnectAsync(cancellationToken);
        await RunAsync(
            """
            create or replace function chaos_disk_full() returns trigger language plpgsql as
            $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
            create or replace trigger chaos_disk_full before insert on blob_chunk for each statement execute function chaos_disk_full()
            """);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(1 + (random.NextDouble() * 4)), time, cancellationToken);
        }
        finally
        {
            await RunAsync("drop trigger chaos_disk_full on blob_chunk");
        }

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }
}
