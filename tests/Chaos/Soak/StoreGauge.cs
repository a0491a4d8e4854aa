using System.Data.Common;
using Microsoft.Data.Sqlite;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Soak;

/// <summary>How large the store is: the database, and in it each table; the files of the nodes.</summary>
internal sealed class StoreGauge(ChaosCluster cluster, bool isOnPostgres)
{
    private const double Mega = 1024 * 1024;

    private static readonly Measure Database = new("database", "MiB", 0.10, 5);
    private static readonly Measure Rows = new("rows", "", 0.15, 3000);
    private static readonly Measure Dead = new("dead rows", "", 0.50, 5000);
    private static readonly Measure Wal = new("WAL file", "MiB", 0.50, 8);
    private static readonly Measure Files = new("files", "", 0.20, 40);
    private static readonly Measure FileBytes = new("bytes of files", "MiB", 0.20, 5);

    /// <summary>Without what is kept for longer than any run: rates, answers that repeated requests get, and the names of tables that are gone.</summary>
    private const string KeptForATime =
        """
        select (select coalesce(sum(n_live_tup), 0) from pg_stat_user_tables where relname not in ('work_rate', 'task_rate', 'task_submission', 'work_record'))
            + (select count(*) from work_record where space not like 'tables.gone/%')
        """;

    private static CancellationToken Always => CancellationToken.None;

    public async Task<IReadOnlyList<(Measure Measure, double Value)>> ReadAsync()
    {
        var files = Data.SelectMany(data => data.EnumerateFiles("*", SearchOption.AllDirectories))
            .Where(file => !file.Name.StartsWith("work.db", StringComparison.Ordinal) && !file.Name.StartsWith("orleans", StringComparison.Ordinal))
            .ToList();
        return [.. await ReadDatabaseAsync(), (Files, files.Count), (FileBytes, files.Sum(Length) / Mega)];
    }

    /// <summary>Bytes of each table with its indexes; of SQLite, its rows.</summary>
    public async Task<IReadOnlyDictionary<string, double>> ReadTablesAsync()
    {
        await using var connection = await ConnectAsync();
        if (isOnPostgres)
        {
            return await ListAsync(connection, "select relname, pg_total_relation_size(oid) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace");
        }

        var tables = await ListAsync(connection, "select name, 0 from sqlite_master where type = 'table' and name not like 'sqlite_%'");
        var rows = new Dictionary<string, double>();
        foreach (var table in tables.Keys)
        {
            rows[table] = await ReadAsync(connection, $"select count(*) from \"{table}\"");
        }

        return rows;
    }

    private IEnumerable<DirectoryInfo> Data => cluster.Nodes.Select(node => new DirectoryInfo(cluster.PathOf(node.Name))).Where(data => data.Exists);

    /// <summary>Files come and go meanwhile.</summary>
    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private async Task<IReadOnlyList<(Measure Measure, double Value)>> ReadDatabaseAsync()
    {
        await using var connection = await ConnectAsync();
        if (isOnPostgres)
        {
            return
            [
                (Database, await ReadAsync(connection, "select pg_database_size(current_database())") / Mega),
                (Rows, await ReadAsync(connection, KeptForATime)),
                (Dead, await ReadAsync(connection, "select coalesce(sum(n_dead_tup), 0) from pg_stat_user_tables")),
            ];
        }

        var wal = new FileInfo(cluster.PathOf("node1/work.db-wal"));
        return
        [
            (Database, await ReadAsync(connection, "select page_count * page_size from pragma_page_count, pragma_page_size") / Mega),
            (Wal, (wal.Exists ? Length(wal) : 0) / Mega),
        ];
    }

    private static async Task<double> ReadAsync(DbConnection connection, string sql) => (await ListAsync(connection, $"select '', ({sql})"))[""];

    private static async Task<IReadOnlyDictionary<string, double>> ListAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Nothing of it is from outside.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(Always);
        var found = new Dictionary<string, double>();
        while (await reader.ReadAsync(Always))
        {
            found[reader.GetString(0)] = Convert.ToDouble(reader.GetValue(1), null);
        }

        return found;
    }

    private async Task<DbConnection> ConnectAsync()
    {
        if (isOnPostgres)
        {
            return await cluster.ConnectAsync(Always);
        }

        var connection = new SqliteConnection($"Data Source={cluster.PathOf("node1/work.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(Always);
        return connection;
    }
}
