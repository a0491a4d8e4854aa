using System.Data.Common;
using Dapper;
using Switchyard.Hosting;

namespace Switchyard.Work.Once;

/// <summary>The table of plans, in words that both databases understand.</summary>
internal static class OnceTable
{
    public static DoorSchema Schema { get; } = new("Switchyard.Work.Once.Migrations", "work-once");

    /// <param name="before">A plan from before this time is none any more.</param>
    public static async Task AddAsync(DbConnection connection, OnceRequest request, DateTimeOffset now, DateTimeOffset before) => await connection.ExecuteAsync(
        """
        insert into work_once (scope, owner, key, hash, plan, created_at) values (@Scope, @Owner, @Key, @hash, @plan, @now)
        on conflict (scope, owner, key) do update set hash = excluded.hash, plan = excluded.plan, created_at = excluded.created_at
            where work_once.created_at < @before
        """,
        new
        {
            request.Scope,
            request.Owner,
            request.Key,
            hash = Convert.ToHexStringLower(request.Hash),
            plan = Convert.ToBase64String(request.Plan),
            now = now.ToUnixTimeMilliseconds(),
            before = before.ToUnixTimeMilliseconds(),
        });

    public static Task<(string Hash, string Plan)> ReadAsync(DbConnection connection, OnceRequest request) =>
        connection.QuerySingleOrDefaultAsync<(string Hash, string Plan)>(
            "select hash, plan from work_once where scope = @Scope and owner = @Owner and key = @Key", new { request.Scope, request.Owner, request.Key });

    /// <summary>Of those from before a time the oldest; answers how many there were.</summary>
    public static Task<int> ForgetAsync(DbConnection connection, DateTimeOffset before, int most) => connection.ExecuteAsync(
        """
        delete from work_once where (scope, owner, key) in
            (select scope, owner, key from work_once where created_at < @before order by created_at limit @most)
        """,
        new { before = before.ToUnixTimeMilliseconds(), most });
}
