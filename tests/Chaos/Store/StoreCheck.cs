using System.Data;
using Npgsql;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Store;

/// <summary>Looks into the database for what no door tells: whether counters agree with rows, and whether anything is left over.</summary>
internal sealed class StoreCheck(ChaosCluster cluster, TimeProvider time, FindingList findings)
{
    private const string Door = "store";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly (FindingKind Kind, string Complaint, string Query)[] Questions =
    [
        (FindingKind.Lost, "items never came to their end",
            "select queue, 'status ' || status || ': ' || string_agg(id::text, ' ') from work_item where status < 2 group by queue, status"),
        (FindingKind.Doubled, "items were completed more often than they have steps",
            """
            select queue, item_id::text from work_attempt join work_item on id = item_id where outcome = 0
            group by queue, item_id having count(*) > case when queue like 'expertise%' then 2 else 1 end
            """),
        (FindingKind.Wrong, "items have more attempts than they had leases",
            "select queue, id::text from work_item join work_attempt on id = item_id group by queue, id, work_item.lease_number having count(*) > work_item.lease_number"),
        (FindingKind.Wrong, "counters disagree with rows",
            """
            with words(status, word) as (values (0, 'queued'), (1, 'running'), (2, 'completed'), (3, 'failed'), (4, 'cancelled'), (5, 'timedOut')),
            rows as (
                select queue, lower('status.' || word) as name, count(*)::numeric as value from work_item join words using (status) group by queue, word
                union all
                select queue, lower('facet.' || key), sum(value::numeric) from work_item, jsonb_each_text(facets) group by queue, key),
            tallies as (select queue, lower(name) as name, sum(value) as value from work_tally group by queue, lower(name))
            select queue, name || ': ' || coalesce(tallies.value, 0) || ' counted, ' || coalesce(rows.value, 0) || ' there'
            from rows full join tallies using (queue, name) where coalesce(rows.value, 0) <> coalesce(tallies.value, 0)
            """),
        (FindingKind.Wrong, "workers hold items that are at their end",
            "select queue, owner || ': ' || sum(held) from work_worker group by queue, owner having sum(held) <> 0"),
    ];

    public async Task RunAsync()
    {
        await using var connection = await cluster.ConnectAsync(CancellationToken.None);
        await using var moment = await EndedAsync(connection);
        foreach (var (kind, complaint, query) in Questions)
        {
            await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 300 };
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                findings.Add(new(kind, Door, null, $"{rows.GetString(0)}: {complaint}: {rows.GetString(1)}"));
            }
        }
    }

    /// <summary>
    /// All questions are asked of one moment, in which every item has ended, if that comes within two minutes: a request whose
    /// answer was lost may make an item when its client has long gone.
    /// </summary>
    private async Task<NpgsqlTransaction> EndedAsync(NpgsqlConnection connection)
    {
        for (var since = time.GetTimestamp(); ; await Task.Delay(Pause, time))
        {
            var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            await using var command = new NpgsqlCommand("select exists (select 1 from work_item where status < 2)", connection);
            if (await command.ExecuteScalarAsync() is false || time.GetElapsedTime(since) >= Patience)
            {
                return moment;
            }

            await moment.DisposeAsync();
        }
    }
}
