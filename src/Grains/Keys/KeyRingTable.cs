using Dapper;
using Switchyard.Work.Store;

namespace Switchyard.Keys;

/// <summary>The table of the ring. It is read and written rarely: once a start, and every few weeks.</summary>
internal static class KeyRingTable
{
    /// <summary>Oldest first.</summary>
    public static Task<IReadOnlyList<string>> ReadAsync(IDoorDatabase database) => database.QueryAsync<IReadOnlyList<string>>(
        async connection => [.. await connection.QueryAsync<string>("select xml from protection_key order by created_at")]);

    public static Task AddAsync(IDoorDatabase database, string name, string xml, DateTimeOffset now) => database.RunAsync(
        connection => connection.ExecuteAsync(
            "insert into protection_key (name, created_at, xml) values (@name, @at, @xml) on conflict (name) do nothing",
            new { name, at = now.ToUnixTimeMilliseconds(), xml }));
}
