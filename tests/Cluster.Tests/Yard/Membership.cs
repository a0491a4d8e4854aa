using Npgsql;

namespace Switchyard.Cluster.Yard;

/// <summary>What the cluster believes of its nodes: the membership table.</summary>
internal static class Membership
{
    /// <summary>The names of those that are active, sorted; a name that two entries have comes twice.</summary>
    public static async Task<string> ActiveAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT coalesce(string_agg(silo_name, ' ' ORDER BY silo_name), '') FROM cluster_member WHERE status = 3");
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
