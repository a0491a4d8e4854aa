using System.Text.Json.Nodes;
using Npgsql;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads.Tasks;

/// <summary>What the database has of the tasks: each once, with the result of its own payload, under the last of its leases.</summary>
internal static class TaskRows
{
    private const string Everywhere = "select id from task_ready union all select id from task_done";

    public static async Task CheckAsync(ChaosCluster cluster, IReadOnlyDictionary<long, long> numbers, FindingList findings, string door)
    {
        await using var connection = await cluster.ConnectAsync(CancellationToken.None);
        foreach (var id in await IdsAsync(connection, $"select id from ({Everywhere}) t group by id having count(*) > 1"))
        {
            findings.Doubled(door, null, $"task {id} has two rows");
        }

        foreach (var id in await IdsAsync(connection, "select distinct d.id from task_done d join task_attempt a on a.item_id = d.id where d.status = 2 and a.lease >= d.lease"))
        {
            findings.Doubled(door, null, $"task {id} was completed under a lease that is not its newest");
        }

        foreach (var lease in await IdsAsync(connection, "select number from task_lease"))
        {
            findings.Wrong(door, null, $"the lease {lease} is held, and all tasks have ended");
        }

        await using var command = new NpgsqlCommand("select id, payload, result from task_done where status = 2", connection);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var (id, payload, result) = (rows.GetInt64(0), NumberOf(rows, 1), NumberOf(rows, 2));
            if (payload != result || payload != numbers.GetValueOrDefault(id, payload ?? 0))
            {
                findings.Wrong(door, null, $"task {id} of number {payload} has the result {result}");
            }
        }
    }

    private static long? NumberOf(NpgsqlDataReader rows, int column) =>
        rows.IsDBNull(column) ? null : (long?)JsonNode.Parse(rows.GetFieldValue<byte[]>(column))?["n"];

    private static async Task<List<long>> IdsAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<long>();
        while (await rows.ReadAsync())
        {
            ids.Add(rows.GetInt64(0));
        }

        return ids;
    }
}
