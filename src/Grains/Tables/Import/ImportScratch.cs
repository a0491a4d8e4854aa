using Microsoft.Data.Sqlite;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Import;

/// <summary>What became of a target on its way into the scratch file.</summary>
internal enum AddTargetOutcome
{
    Added,
    UnknownTable,
    Duplicate,
}

/// <summary>
/// Sorts an input that may be larger than memory: names and targets go into a scratch SQLite file and come out in batches,
/// in the order in which targets files first name them. One thread at a time.
/// </summary>
internal sealed class ImportScratch : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand addTable;
    private readonly SqliteCommand findTable;
    private readonly SqliteCommand rankTable;
    private readonly SqliteCommand addTarget;
    private (string Name, long Rank) last = ("", 0);
    private long ranks;

    public ImportScratch(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, $"import-{Guid.NewGuid():N}.db");
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();

            // Nothing here outlives the process, so nothing is made durable and the transaction never ends.
            Execute("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -65536; begin exclusive;");
            Execute(
                """
                create table names (name text primary key, rank integer) without rowid;
                create table forms (form text primary key, name text not null) without rowid;
                create table ranked (rank integer primary key, name text not null);
                create table targets (
                    rank integer, task integer, first integer, second integer, line integer not null, mapped text,
                    primary key (rank, task, first, second)) without rowid;
                """);
            addTable = Prepare("insert into names (name) values ($name)", "$name");
            findTable = Prepare("select coalesce(rank, 0) from names where name = $name", "$name");
            rankTable = Prepare(
                "update names set rank = $rank where name = $name; insert into ranked values ($rank, $name)", "$rank", "$name");
            addTarget = Prepare(
                "insert or ignore into targets values ($rank, $task, $first, $second, $line, $mapped)",
                "$rank", "$task", "$first", "$second", "$line", "$mapped");
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        finally
        {
            // Open and without a name: the space is given back however the process ends.
            File.Delete(path);
        }
    }

    /// <summary>A table of the input; each name once.</summary>
    /// <returns>An earlier one whose name looks the same; null when there is none.</returns>
    public string? AddTable(string name)
    {
        addTable.Parameters[0].Value = name;
        addTable.ExecuteNonQuery();
        if (NameForm.Of(name) is not { } form)
        {
            return null;
        }

        var alike = FindAlike(name);
        using var add = Prepare("insert or ignore into forms values ($form, $name)", "$form", "$name");
        add.Parameters[0].Value = form;
        add.Parameters[1].Value = name;
        add.ExecuteNonQuery();
        return alike;
    }

    /// <summary>A table of the input whose name looks the same as this and is other characters; null when there is none.</summary>
    public string? FindAlike(string name)
    {
        if (NameForm.Of(name) is not { } form)
        {
            return null;
        }

        using var find = Prepare(
            "select name from forms where form = $form and name <> $name union all select name from names where name = $form and name <> $name limit 1",
            "$form", "$name");
        find.Parameters[0].Value = form;
        find.Parameters[1].Value = name;
        return (string?)find.ExecuteScalar();
    }

    /// <summary>A target, in the order of its file. The first target of a table gives the table its rank.</summary>
    public AddTargetOutcome AddTarget(AnnotationTask task, TargetLine target)
    {
        // Targets of a table stand together in all files that are known, so its rank is looked up once.
        if (target.Table != last.Name && !Rank(target.Table))
        {
            return AddTargetOutcome.UnknownTable;
        }

        var parameters = addTarget.Parameters;
        parameters[0].Value = last.Rank;
        parameters[1].Value = (int)task;
        parameters[2].Value = target.First;
        parameters[3].Value = target.Second;
        parameters[4].Value = target.Line;
        parameters[5].Value = (object?)target.Mapped ?? DBNull.Value;
        return addTarget.ExecuteNonQuery() == 1 ? AddTargetOutcome.Added : AddTargetOutcome.Duplicate;
    }

    /// <summary>Ranks the tables that no target names, by name, after all others. Call it once, after the last target.</summary>
    public void RankRest()
    {
        using var command = Prepare(
            "insert into ranked select $rank + row_number() over (order by name), name from names where rank is null", "$rank");
        command.Parameters[0].Value = ranks;
        command.ExecuteNonQuery();
    }

    /// <summary>The next tables after a rank, in order.</summary>
    public IReadOnlyList<(long Rank, string Name)> ReadTables(long after, int limit)
    {
        using var command = Prepare("select rank, name from ranked where rank > $after order by rank limit $limit", "$after", "$limit");
        command.Parameters[0].Value = after;
        command.Parameters[1].Value = limit;
        using var reader = command.ExecuteReader();
        var tables = new List<(long Rank, string Name)>(limit);
        while (reader.Read())
        {
            tables.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return tables;
    }

    /// <summary>The targets of one table.</summary>
    public TargetTable ReadTargets(long rank)
    {
        using var command = Prepare(
            "select task, first, second, mapped from targets where rank = $rank order by task, line", "$rank");
        command.Parameters[0].Value = rank;
        using var reader = command.ExecuteReader();
        List<Target>[] tasks = [[], [], []];
        while (reader.Read())
        {
            tasks[reader.GetInt32(0)].Add(
                Target.FromFile(reader.GetInt32(1), reader.GetInt32(2), reader.IsDBNull(3) ? null : reader.GetString(3)));
        }

        return new TargetTable(tasks[(int)AnnotationTask.Cea], tasks[(int)AnnotationTask.Cta], tasks[(int)AnnotationTask.Cpa]);
    }

    /// <summary>The line of its file that a target of a table stands on.</summary>
    public long LineOf(long rank, AnnotationTask task, Target target)
    {
        using var command = Prepare(
            "select line from targets where rank = $rank and task = $task and first = $first and second = $second",
            "$rank", "$task", "$first", "$second");
        command.Parameters[0].Value = rank;
        command.Parameters[1].Value = (int)task;
        command.Parameters[2].Value = target.First;
        command.Parameters[3].Value = target.Second;
        return (long)command.ExecuteScalar()!;
    }

    public void Dispose()
    {
        addTable.Dispose();
        findTable.Dispose();
        rankTable.Dispose();
        addTarget.Dispose();
        connection.Dispose();
    }

    private bool Rank(string table)
    {
        findTable.Parameters[0].Value = table;
        if (findTable.ExecuteScalar() is not long rank)
        {
            return false;
        }

        if (rank == 0)
        {
            rank = ++ranks;
            rankTable.Parameters[0].Value = rank;
            rankTable.Parameters[1].Value = table;
            rankTable.ExecuteNonQuery();
        }

        last = (table, rank);
        return true;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}
