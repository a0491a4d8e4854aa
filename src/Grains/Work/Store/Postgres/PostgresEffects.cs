using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>The statements for what goes with a batch, each only when there is something for it.</summary>
internal static class PostgresEffects
{
    public static void AddTo(NpgsqlBatch batch, BatchEffects effects, int shard)
    {
        AddRecords(batch.BatchCommands, effects);
        AddNumbers(batch.BatchCommands, effects, shard);
    }

    private static void AddRecords(NpgsqlBatchCommandCollection commands, BatchEffects effects)
    {
        if (effects.Attempts is { Count: > 0 } attempts)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Attempts,
                attempts.Select(pair => pair.Key.Item).ToArray(),
                attempts.Select(pair => pair.Key.Lease).ToArray(),
                attempts.Select(pair => pair.Value.Owner).ToArray(),
                attempts.Select(pair => pair.Value.StartedAt.ToUnixTimeMilliseconds()).ToArray(),
                attempts.Select(pair => pair.Value.EndedAt.ToUnixTimeMilliseconds()).ToArray(),
                attempts.Select(pair => (int)pair.Value.Outcome).ToArray(),
                attempts.Select(pair => pair.Value.Error).ToArray()));
        }

        if (effects.Parts is { Count: > 0 } parts)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Parts,
                parts.Select(pair => pair.Key.Item).ToArray(),
                parts.Select(pair => pair.Key.Name).ToArray(),
                parts.Select(pair => pair.Value).ToArray()));
        }

        if (effects.Artifacts is { Count: > 0 } artifacts)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Artifacts,
                artifacts.Select(entry => entry.Item).ToArray(),
                artifacts.Select(entry => entry.Queue).ToArray(),
                artifacts.Select(entry => entry.Artifact.Role).ToArray(),
                artifacts.Select(entry => entry.Artifact.Name).ToArray(),
                artifacts.Select(entry => entry.Artifact.LeaseNumber).ToArray(),
                artifacts.Select(entry => entry.Artifact.CreatedAt.ToUnixTimeMilliseconds()).ToArray(),
                artifacts.Select(entry => entry.Artifact.Inline).ToArray(),
                artifacts.Select(entry => entry.Artifact.BlobId).ToArray(),
                artifacts.Select(entry => entry.Artifact.Length).ToArray()));
        }

        if (effects.Dropped is { Count: > 0 } dropped)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Drop, dropped.Select(pair => pair.Item).ToArray(), dropped.Select(pair => pair.Blob).ToArray()));
        }

        if (effects.Spent is { Count: > 0 } spent)
        {
            commands.Add(PostgresWriteTransaction.Command(PostgresStatements.Spend, (object)spent.ToArray()));
        }

        if (effects.Records is { Count: > 0 } records)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Records,
                records.Select(pair => pair.Key.Space).ToArray(),
                records.Select(pair => pair.Key.Key).ToArray(),
                records.Select(pair => pair.Value).ToArray()));
        }
    }

    private static void AddNumbers(NpgsqlBatchCommandCollection commands, BatchEffects effects, int shard)
    {
        if (effects.Workers is { Count: > 0 } workers)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Workers,
                workers.Select(pair => pair.Key.Queue).ToArray(),
                workers.Select(pair => pair.Key.Owner).ToArray(),
                workers.Select(pair => pair.Value.FirstSeen).ToArray(),
                workers.Select(pair => pair.Value.LastSeen).ToArray(),
                workers.Select(pair => pair.Value.Held).ToArray(),
                workers.Select(pair => pair.Value.Completed).ToArray(),
                workers.Select(pair => pair.Value.Failed).ToArray(),
                workers.Select(pair => pair.Value.Expired).ToArray()));
        }

        if (effects.Tallies is { Count: > 0 } tallies)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Tallies,
                tallies.Select(pair => pair.Key.Queue).ToArray(),
                tallies.Select(pair => pair.Key.Name).ToArray(),
                shard,
                tallies.Select(pair => pair.Value).ToArray()));
        }

        if (effects.Rates is { Count: > 0 } rates)
        {
            commands.Add(PostgresWriteTransaction.Command(
                PostgresStatements.Rates,
                rates.Select(pair => pair.Key.Queue).ToArray(),
                rates.Select(pair => pair.Key.Event).ToArray(),
                effects.Minute,
                shard,
                rates.Select(pair => pair.Value).ToArray()));
        }
    }
}
