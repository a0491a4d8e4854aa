using System.Globalization;
using Dapper;
using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>What the promises of this node need of the settings of its PostgreSQL.</summary>
internal static class PostgresPromises
{
    private const string Loses = "an answer of 200 says that the work is on disk, and now it is not";

    /// <summary>A node's: 8 and 4 of the work store, 12 of tasks, 8 of the rest, and one at its start.</summary>
    private const int Connections = 33;

    private const int Pools = 6;

    /// <summary>Reads the settings, and judges them.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="node">This one's name: an earlier life of it may still be in the table of members.</param>
    public static async Task<IReadOnlyList<string>> FindBrokenAsync(NpgsqlConnection connection, string node)
    {
        var settings = (await connection.QueryAsync<(string Name, string Setting)>(
            """
            select name, setting from pg_settings
            where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'max_connections', 'superuser_reserved_connections')
            """)).ToDictionary(row => row.Name, row => row.Setting);
        var isCluster = await connection.ExecuteScalarAsync<bool>("select to_regclass('cluster_member') is not null");
        var others = isCluster
            ? await connection.ExecuteScalarAsync<long>(
                "select count(distinct silo_name) from cluster_member where status = 3 and alive_at > now() - interval '1 minute' and silo_name <> @node", new { node })
            : 0;
        var pool = new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxPoolSize;
        return Judge(settings, others + 1, pool == new NpgsqlConnectionStringBuilder().MaxPoolSize ? Connections : (Pools * pool) + 1);
    }

    /// <summary>A line for each setting that breaks a promise. Pure.</summary>
    /// <param name="nodes">That live, with this one.</param>
    /// <param name="each">Connections that a node may hold.</param>
    public static IReadOnlyList<string> Judge(IReadOnlyDictionary<string, string> settings, long nodes, int each)
    {
        var broken = new List<string>();
        if (Is("fsync", "off"))
        {
            broken.Add($"PostgreSQL runs with fsync=off: after a crash of its machine the database may be unreadable; {Loses}");
        }

        if (Is("synchronous_commit", "off"))
        {
            broken.Add($"PostgreSQL runs with synchronous_commit=off: a crash of the server loses the last commits; {Loses}");
        }

        if (Is("full_page_writes", "off"))
        {
            broken.Add("PostgreSQL runs with full_page_writes=off: after a crash of its machine the database may be damaged where a page was half written");
        }

        var room = Number("max_connections") - Number("superuser_reserved_connections");
        if (room > 0 && room < nodes * each)
        {
            broken.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"PostgreSQL's max_connections leaves {room} connections, and the {nodes} nodes that live now may hold {nodes * each}: some will be refused"));
        }

        return broken;

        bool Is(string name, string value) => settings.TryGetValue(name, out var setting) && setting == value;

        long Number(string name) => settings.TryGetValue(name, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
