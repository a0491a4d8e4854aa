using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;

namespace Switchyard.Work.Store;

/// <summary>How a database keeps two nodes from changing the schema at the same time.</summary>
/// <param name="Lock">Taken before anything is looked at; null when <paramref name="Begin"/> is lock enough.</param>
/// <param name="Unlock">Gives <paramref name="Lock"/> back.</param>
public sealed record MigrationGuard(string Begin, string? Lock, string? Unlock)
{
    public static MigrationGuard Sqlite { get; } = new("begin immediate", null, null);

    public static MigrationGuard Postgres { get; } = new(
        "begin transaction", "select pg_advisory_lock(737798211, 1)", "select pg_advisory_unlock(737798211, 1)");
}

/// <summary>
/// The numbered scripts of one component, embedded in an assembly as <c>{prefix}.0001_name.sql</c>. Each runs once, in a
/// transaction, in order of its number; <c>switchyard_migration</c> remembers it. Nodes that start together take turns.
/// </summary>
/// <remarks>
/// Numbers that the table knows and the assembly does not are left alone: during an upgrade a node of the last release runs
/// beside the new schema, so a script must only add what the release before can live with.
/// </remarks>
public sealed class SchemaMigrations
{
    private const string Table =
        """
        create table if not exists switchyard_migration (
            component text not null,
            number integer not null,
            name text not null,
            applied_at bigint not null,
            primary key (component, number))
        """;

    /// <summary>Seconds, 0 for no limit: an index over a large table takes minutes, and another node waits for it as long.</summary>
    private const int Patiently = 0;

    private readonly string _component;
    private readonly List<Script> _scripts;

    /// <param name="prefix">The namespace of the folder with the scripts.</param>
    /// <param name="component">Whose numbers these are, at most 100 characters; must never change.</param>
    /// <exception cref="InvalidOperationException">There is no script, or two have one number.</exception>
    public SchemaMigrations(Assembly assembly, string prefix, string component)
    {
        _component = component;
        _scripts = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix + ".", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Script.Read(assembly, name, prefix))
            .OrderBy(script => script.Number)];
        if (_scripts.Count == 0 || _scripts.DistinctBy(script => script.Number).Count() != _scripts.Count)
        {
            throw new InvalidOperationException($"The scripts under {prefix} are missing or share a number.");
        }
    }

    /// <summary>Runs what has not run yet, on an open connection without a transaction.</summary>
    /// <returns>How many scripts ran.</returns>
    public async Task<int> ApplyAsync(
        DbConnection connection, MigrationGuard guard, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (guard.Lock is { } take)
        {
            await connection.ExecuteAsync(new CommandDefinition(take, commandTimeout: Patiently, cancellationToken: cancellationToken));
        }

        try
        {
            await connection.ExecuteAsync(new CommandDefinition(Table, cancellationToken: cancellationToken));
            var applied = 0;
            foreach (var script in _scripts)
            {
                applied += await ApplyAsync(connection, script, guard, time) ? 1 : 0;
            }

            return applied;
        }
        finally
        {
            if (guard.Unlock is { } release)
            {
                await connection.ExecuteAsync(release);
            }
        }
    }

    // Dapper takes a single word for the name of a procedure, hence "commit transaction".
    private async Task<bool> ApplyAsync(DbConnection connection, Script script, MigrationGuard guard, TimeProvider time)
    {
        await connection.ExecuteAsync(guard.Begin);
        try
        {
            var key = new { component = _component, number = script.Number };
            var known = await connection.ExecuteScalarAsync<long>(
                "select count(*) from switchyard_migration where component = @component and number = @number", key) > 0;
            if (!known)
            {
                await connection.ExecuteAsync(script.Sql, commandTimeout: Patiently);
                await connection.ExecuteAsync(
                    "insert into switchyard_migration (component, number, name, applied_at) values (@component, @number, @name, @now)",
                    new { key.component, key.number, name = script.Name, now = time.GetUtcNow().ToUnixTimeMilliseconds() });
            }

            await connection.ExecuteAsync("commit transaction");
            return !known;
        }
        catch
        {
            await connection.ExecuteAsync("rollback transaction");
            throw;
        }
    }

    private sealed record Script(int Number, string Name, string Sql)
    {
        public static Script Read(Assembly assembly, string resource, string prefix)
        {
            var name = resource[(prefix.Length + 1)..^".sql".Length];
            var number = int.Parse(name.AsSpan(0, name.IndexOf('_', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return new Script(number, name, reader.ReadToEnd());
        }
    }
}
