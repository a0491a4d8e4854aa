using System.Data.Common;
using Dapper;
using Switchyard.Tables.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>
/// With a table go its audit records, and their part of the sums, which tell of what is there. Of a table whose time is over stays what its files
/// were, so that an import of the same files does not make work of it again.
/// </summary>
internal sealed class TableRemains : IItemRemains
{
    public string Kind => TableNames.Kind;

    public async Task RemoveAsync(RemovedItems removed)
    {
        foreach (var campaign in removed.Rows.GroupBy(row => row.Queue))
        {
            var rows = campaign.ToList();
            await RemoveAuditAsync(removed, campaign.Key, rows);
            await RemoveFormsAsync(removed.Connection, campaign.Key, rows);
            if (removed.IsByAge)
            {
                await removed.Connection.ExecuteAsync(
                    $"""
                    insert into work_record (space, key, data)
                    select @space, w.name, p.data from work_item w join work_part p on p.item_id = w.id and p.name = @part
                    where {removed.Dialect.Among("w.id", "ids")} and w.queue = @queue and w.name is not null
                    on conflict (space, key) do update set data = excluded.data
                    """,
                    new { space = TableWork.GoneSpace(campaign.Key), part = TableWork.StampPart, ids = removed.Ids, queue = campaign.Key });
            }
        }
    }

    private static async Task RemoveAuditAsync(RemovedItems removed, string campaign, IReadOnlyList<WorkRow> rows)
    {
        var key = new { campaign, names = removed.Dialect.Array([.. rows.Select(row => row.Name).OfType<string>()]) };
        var tables = $"campaign = @campaign and {removed.Dialect.Among("table_name", "names")}";

        // In the order in which records are added: two nodes must not wait for each other in a ring.
        var sums = (await removed.Connection.QueryAsync<(string Task, string Step, string Method, long Solved)>(
            $"select task, step, method, cast(sum(solved) as bigint) from table_audit where {tables} group by task, step, method", key))
            .Order().ToList();
        if (sums.Count > 0)
        {
            await removed.Connection.ExecuteAsync(
                "update table_audit_sum set solved = solved - @Solved where campaign = @campaign and task = @Task and step = @Step and method = @Method",
                sums.Select(sum => new { campaign, sum.Task, sum.Step, sum.Method, sum.Solved }));
            await removed.Connection.ExecuteAsync($"delete from table_audit where {tables}", key);
        }
    }

    private static Task<int> RemoveFormsAsync(DbConnection connection, string campaign, IReadOnlyList<WorkRow> rows) => connection.ExecuteAsync(
        "delete from work_record where space = @Space and key = @Key and data = @Data",
        rows.SelectMany(row => NameForm.RecordsOf(campaign, row.Name ?? "")));
}
