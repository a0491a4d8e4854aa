using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Switchyard.Work;
using Switchyard.Work.Changes;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>The audit records that clients send about how they solved tables, and their sums.</summary>
public sealed class TableAudit(IDoorDatabase database, IdAllocator ids, WorkChanges changes)
{
    private const int PageSize = 1000;
    private const int RowsPerStatement = 200;

    /// <summary>Adds all records or none.</summary>
    public async Task AddAsync(string campaign, IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken = default)
    {
        var first = await ids.ReserveAsync(Math.Max(1, records.Count), cancellationToken);
        object[][] rows =
        [
            .. records.Select((record, index) => (object[])
            [
                first + index, campaign, record.Approach, record.Table, record.Task, record.Step, record.Method,
                record.Solved, record.RemainingCount, record.Remaining, record.Timestamp,
            ]),
        ];
        // In one order everywhere: two silos that add the same sums must not wait for each other in a ring.
        object[][] sums =
        [
            .. records
                .GroupBy(record => (record.Task, record.Step, record.Method))
                .OrderBy(group => group.Key)
                .Select(group => (object[])[campaign, group.Key.Task, group.Key.Step, group.Key.Method, group.Sum(record => record.Solved)]),
        ];
        await database.RunAsync(
            async connection =>
            {
                await InsertAsync(connection, "table_audit (sequence, campaign, approach, table_name, task, step, method, solved, remaining_count, remaining, timestamp)", rows, "");
                await InsertAsync(connection, "table_audit_sum (campaign, task, step, method, solved)", sums,
                    "on conflict (campaign, task, step, method) do update set solved = table_audit_sum.solved + excluded.solved");
            },
            cancellationToken);
        changes.MarkQueue(campaign);
    }

    /// <summary>Many rows in one statement: the store has one writer, and everybody waits for it.</summary>
    private static async Task InsertAsync(DbConnection connection, string into, object[][] rows, string conflict)
    {
        foreach (var piece in rows.Chunk(RowsPerStatement))
        {
            var values = piece.Select((row, number) =>
                $"({string.Join(", ", row.Select((_, column) => $"@p{number}_{column}"))})");
            var parameters = new DynamicParameters();
            foreach (var (number, row) in piece.Index())
            {
                foreach (var (column, value) in row.Index())
                {
                    parameters.Add($"p{number}_{column}", value);
                }
            }

            await connection.ExecuteAsync($"insert into {into} values {string.Join(", ", values)} {conflict}", parameters);
        }
    }

    /// <summary>Largest first within a task and step.</summary>
    public Task<IReadOnlyList<AuditSum>> ReadSumsAsync(string campaign, CancellationToken cancellationToken = default) =>
        database.QueryAsync<IReadOnlyList<AuditSum>>(
            async connection => (await connection.QueryAsync<(string Task, string Step, string Method, long Solved)>(
                "select task, step, method, solved from table_audit_sum where campaign = @campaign order by task, step, solved desc, method",
                new { campaign })).Select(sum => new AuditSum(sum.Task, sum.Step, sum.Method, sum.Solved)).ToList(),
            cancellationToken);

    /// <summary>All records, in the order in which they came.</summary>
    public async IAsyncEnumerable<AuditRecord> ReadAsync(string campaign, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        for (var page = await Read(); page.Count > 0; page = await Read())
        {
            foreach (var row in page)
            {
                yield return new(row.Approach, row.Name, row.Task, row.Step, row.Method, row.Solved, row.Left, row.Remaining, row.Timestamp);
            }

            last = page[^1].Sequence;
        }

        Task<List<Row>> Read() => database.QueryAsync(
            async connection => (await connection.QueryAsync<Row>(
                """
                select sequence as "Sequence", approach as "Approach", table_name as "Name", task as "Task", step as "Step", method as "Method",
                    solved as "Solved", remaining_count as "Left", remaining as "Remaining", timestamp as "Timestamp"
                from table_audit where campaign = @campaign and sequence > @last order by sequence limit @PageSize
                """,
                new { campaign, last, PageSize })).AsList(),
            cancellationToken);
    }

    private sealed record Row(
        long Sequence, string Approach, string Name, string Task, string Step, string Method, long Solved, long Left, string Remaining, string Timestamp);
}
