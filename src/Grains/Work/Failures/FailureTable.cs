using System.Data.Common;
using Dapper;
using Switchyard.Work.Store;

namespace Switchyard.Work.Failures;

/// <summary>
/// A table whose failed rows have the number of their group in <c>error_group</c>, and an index of these with nothing but what is summed:
/// a sum over all that failed reads the index alone, and neither errors nor rows. The statements are of both databases.
/// </summary>
/// <param name="name">It has the columns error_group, queue, status, finished_at, error and id.</param>
/// <param name="kind">The column of the kind; null: it has items of one kind.</param>
internal sealed class FailureTable(SqlDialect dialect, string name, string? kind = null)
{
    // The index is of these rows, and a database uses it where it reads the same words.
    private const string Failed = "w.status in (3, 5)";

    private readonly string _keys = kind is null ? "w.error_group, w.queue" : $"w.error_group, w.queue, w.{kind}";

    private readonly string _same = $"w.error_group = s.error_group and w.queue = s.queue and w.finished_at = s.last_at{(kind is null ? "" : $" and w.{kind} = s.{kind}")}";

    /// <param name="queue">As the table has it; null: of all.</param>
    /// <param name="named">The name and the kind of a record's queue.</param>
    public async Task<FailureSums> SumAsync(
        DbConnection connection,
        FailureSumQuery query,
        object? queue,
        Func<DbDataReader, (string Queue, string Kind)> named,
        CancellationToken cancellationToken)
    {
        var (conditions, parameters) = ConditionsOf(query, queue);
        var count = 0L;
        var sums = await SqlRows.ReadAsync(
            connection,
            SumsOf(conditions),
            parameters,
            record =>
            {
                count = record.GetInt64(6);
                var (itsQueue, itsKind) = named(record);
                return new FailureSum(
                    record.GetInt64(0), itsQueue, itsKind, record.GetInt64(3), TimeOf(record, 4), TimeOf(record, 5), record.IsDBNull(7) ? 0 : record.GetInt64(7));
            },
            cancellationToken);
        var unsorted = query.Groups is not null ? 0 : await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            $"select count(*) from {name} w where {Failed} and w.error_group is null{conditions}", parameters, cancellationToken: cancellationToken));
        return new([.. sums.OrderByDescending(sum => sum.Count).ThenByDescending(sum => sum.Last)], count, unsorted);
    }

    internal string SumsOf(string conditions) =>
        $"""
        select s.error_group, s.queue, {(kind is null ? "null" : $"s.{kind}")} as kind, s.n, s.first_at, s.last_at, s.of_all,
            (select w.id from {name} w where {Failed} and {_same} limit 1) as newest
        from (
            select {_keys}, count(*) as n, min(w.finished_at) as first_at, max(w.finished_at) as last_at, cast(sum(count(*)) over () as bigint) as of_all
            from {name} w where {Failed} and w.error_group is not null{conditions}
            group by {_keys} order by n desc, last_at desc limit @limit) as s
        """;

    /// <summary>Gives rows of an earlier release their groups. Answers how many it looked at: fewer than the limit when there are no more.</summary>
    public async Task<int> SortAsync(DbConnection connection, int limit)
    {
        var rows = (await connection.QueryAsync<(long Id, long EndedAt, int Status, string? Error)>(
            $"select w.id, w.finished_at, w.status, w.error from {name} w where {Failed} and w.error_group is null limit @limit{dialect.ForUpdateSkipLocked}",
            new { limit })).AsList();
        foreach (var (id, endedAt, status, error) in rows)
        {
            await connection.ExecuteAsync(
                $"update {name} set error_group = @group where id = @id and finished_at = @endedAt and status in (3, 5) and error_group is null",
                new { id, endedAt, group = ErrorPattern.GroupOf((WorkStatus)status, error) });
        }

        return rows.Count;
    }

    private (string Sql, DynamicParameters Parameters) ConditionsOf(FailureSumQuery query, object? queue)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", query.Limit);
        var sql = "";
        if (queue is not null)
        {
            sql += " and w.queue = @queue";
            parameters.Add("queue", queue);
        }

        if (query.Kind is { } word && kind is not null)
        {
            sql += $" and w.{kind} = @kind";
            parameters.Add("kind", word);
        }

        if (query.Since is { } since)
        {
            sql += " and w.finished_at >= @since";
            parameters.Add("since", since.ToUnixTimeMilliseconds());
        }

        if (query.Groups is { } groups)
        {
            sql += $" and {dialect.Among("w.error_group", "groups")}";
            parameters.Add("groups", dialect.Array(groups));
        }

        return (sql, parameters);
    }

    private static DateTimeOffset TimeOf(DbDataReader record, int column) => ColumnTypes.FromMilliseconds(record.GetInt64(column));
}
