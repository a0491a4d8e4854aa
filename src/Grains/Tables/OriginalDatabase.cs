using Microsoft.Data.Sqlite;
using Switchyard.Tables.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>
/// The campaign as an SQLite file in the schema of the JenTab Manager, whose users open its database to look at their
/// progress. Each table is as it was when the export came to it.
/// </summary>
internal sealed class OriginalDatabase(IWorkStore store, string campaign, string scratchDirectory)
{
    private const string Schema = """
        create table tables (table_id integer primary key autoincrement, table_name text not null unique, returned integer default 0);
        create table assignments (table_id integer not null, client text not null, requestTime integer, returnTime integer, result text, error text);
        create table cea (table_id integer not null, row_id integer not null, col_id integer not null, mapped text, primary key (table_id, row_id, col_id));
        create table cpa (table_id integer not null, sub_id integer not null, obj_id integer not null, mapped text, primary key (table_id, sub_id, obj_id));
        create table cta (table_id integer not null, col_id integer not null, mapped text, primary key (table_id, col_id));
        """;

    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(scratchDirectory);
        var path = Path.Combine(scratchDirectory, $"download-{Path.GetRandomFileName()}.db3");
        try
        {
            await FillAsync(path, cancellationToken);
            await using var file = File.OpenRead(path);
            await file.CopyToAsync(output, cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task FillAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "pragma journal_mode = off; pragma synchronous = off;" + Schema);
        using var transaction = connection.BeginTransaction();
        await foreach (var (row, targets) in TableScan.ReadAsync(store, campaign, 200, cancellationToken))
        {
            Execute(connection, "insert into tables values ($0, $1, $2)", row.Id, row.Name, row.Status.IsTerminal() ? 1 : 0);
            foreach (var (sql, task) in (ReadOnlySpan<(string, AnnotationTask)>)
                [
                    ("insert into cea values ($0, $1, $2, $3)", AnnotationTask.Cea),
                    ("insert into cpa values ($0, $1, $2, $3)", AnnotationTask.Cpa),
                    ("insert into cta values ($0, $1, $3)", AnnotationTask.Cta),
                ])
            {
                Insert(connection, sql, row.Id, targets.InFileOrder(task));
            }

            var body = (await store.ReadAsync(row.Id, cancellationToken))?.Body ?? [];
            foreach (var assignment in TableBody.Deserialize(body).Assignments)
            {
                Execute(connection, "insert into assignments values ($0, $1, $2, $3, $4, $5)",
                    row.Id, assignment.Client, Seconds(assignment.RequestedAt), Seconds(assignment.ReturnedAt), assignment.ResultName, assignment.ErrorName);
            }
        }

        transaction.Commit();
    }

    private static void Insert(SqliteConnection connection, string sql, long id, IReadOnlyList<Target> targets)
    {
        foreach (var target in targets)
        {
            Execute(connection, sql, id, target.First, target.Second, target.Mapped);
        }
    }

    /// <summary>As the original: epoch seconds with a fraction.</summary>
    private static double? Seconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() / 1000.0;

    private static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var index = 0; index < values.Length; index++)
        {
            if (sql.Contains($"${index}", StringComparison.Ordinal))
            {
                command.Parameters.AddWithValue($"${index}", values[index] ?? DBNull.Value);
            }
        }

        command.ExecuteNonQuery();
    }
}
