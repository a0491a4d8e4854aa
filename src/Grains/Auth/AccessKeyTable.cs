using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>The table of keys, in words that both databases understand.</summary>
internal static class AccessKeyTable
{
    /// <summary>How long a key is listed that opens nothing any more.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(365);

    private const string Columns =
        "id, name, role, hash, doors, queues, created_at, created_by, expires_at, last_used_at, revoked_at";

    /// <summary>As the row below names them; both databases and Dapper pass over case.</summary>
    private const string Named =
        "id, name, role, hash, doors, queues, created_at as CreatedAt, created_by as CreatedBy, expires_at as ExpiresAt, "
        + "last_used_at as LastUsedAt, revoked_at as RevokedAt";

    private const char Between = ',';

    public static DoorSchema Schema { get; } = new("Switchyard.Auth.Migrations", "auth");

    /// <summary>The key, if the hash is its own. A missing one costs the same comparison as another's.</summary>
    public static async Task<AccessKey?> FindAsync(DbConnection connection, string id, byte[] hash)
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>($"select {Named} from access_key where id = @id", new { id });
        var isOwn = CryptographicOperations.FixedTimeEquals(row is null ? new byte[hash.Length] : Convert.FromHexString(row.Hash), hash);
        return row is not null && isOwn ? KeyOf(row) : null;
    }

    /// <summary>The key, whoever asks.</summary>
    public static async Task<AccessKey?> ReadAsync(DbConnection connection, string id) =>
        await connection.QuerySingleOrDefaultAsync<Row>($"select {Named} from access_key where id = @id", new { id }) is { } row ? KeyOf(row) : null;

    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<AccessKey>> ListAsync(DbConnection connection, DateTimeOffset now)
    {
        var rows = await connection.QueryAsync<Row>(
            $"""
            select {Named} from access_key
            where coalesce(revoked_at, @now) > @since and coalesce(expires_at, @now) > @since
            order by created_at desc, id
            """,
            new { now = Milliseconds(now), since = Milliseconds(now - Memory) });
        return [.. rows.Select(KeyOf)];
    }

    public static async Task<bool> InsertAsync(DbConnection connection, AccessKey key, byte[] hash) => await connection.ExecuteAsync(
        $"""
        insert into access_key ({Columns})
        values (@id, @name, @role, @hash, @doors, @queues, @createdAt, @createdBy, @expiresAt, null, null)
        on conflict (id) do nothing
        """,
        new
        {
            id = key.Id,
            name = key.Name,
            role = key.Role.ToString(),
            hash = Convert.ToHexString(hash),
            doors = string.Join(Between, key.Doors),
            queues = string.Join(Between, key.Queues),
            createdAt = Milliseconds(key.CreatedAt),
            createdBy = key.CreatedBy,
            expiresAt = Milliseconds(key.ExpiresAt),
        }) == 1;

    /// <summary>False when there is no such key, or it was revoked before.</summary>
    public static async Task<bool> RevokeAsync(DbConnection connection, string id, DateTimeOffset now) => await connection.ExecuteAsync(
        "update access_key set revoked_at = @now where id = @id and revoked_at is null", new { id, now = Milliseconds(now) }) == 1;

    public static Task NoteUseAsync(DbConnection connection, string id, DateTimeOffset now) => connection.ExecuteAsync(
        "update access_key set last_used_at = @now where id = @id", new { id, now = Milliseconds(now) });

    private static AccessKey KeyOf(Row row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Role = Enum.Parse<Role>(row.Role),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt),
        CreatedBy = row.CreatedBy,
        ExpiresAt = Time(row.ExpiresAt),
        LastUsedAt = Time(row.LastUsedAt),
        RevokedAt = Time(row.RevokedAt),
        Doors = ListOf(row.Doors),
        Queues = ListOf(row.Queues),
    };

    private static string[] ListOf(string joined) => joined.Split(Between, StringSplitOptions.RemoveEmptyEntries);

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    private sealed record Row
    {
        public string Id { get; init; } = "";

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string Hash { get; init; } = "";

        public string Doors { get; init; } = "";

        public string Queues { get; init; } = "";

        public long CreatedAt { get; init; }

        public string? CreatedBy { get; init; }

        public long? ExpiresAt { get; init; }

        public long? LastUsedAt { get; init; }

        public long? RevokedAt { get; init; }
    }
}
