using Npgsql;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>Leases of several claims, in one round trip.</summary>
internal static class LaneClaims
{
    /// <summary>One answer for each claim, in order; null: its epoch is over.</summary>
    public static async Task<IReadOnlyList<LaneClaimed?>> StoreAsync(NpgsqlConnection connection, IReadOnlyList<LaneClaim> claims)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Share(claims), Store(claims) } };
        await using var record = await batch.ExecuteReaderAsync();
        await record.NextResultAsync();
        return await ReadAsync(record, claims.Count);
    }

    /// <summary>Before all that the transaction writes.</summary>
    public static NpgsqlBatchCommand Share(IReadOnlyList<LaneClaim> claims) =>
        PostgresWriteTransaction.Command(LaneClaimSql.Share, claims.Select(claim => claim.Queue).Distinct().Order().ToArray());

    public static NpgsqlBatchCommand Store(IReadOnlyList<LaneClaim> claims) =>
        PostgresWriteTransaction.Command(LaneClaimSql.Claim, [.. Claims(claims), .. Parts(claims)]);

    /// <summary>What <see cref="Store"/> answers.</summary>
    public static async Task<IReadOnlyList<LaneClaimed?>> ReadAsync(NpgsqlDataReader record, int claims)
    {
        var claimed = new LaneClaimed?[claims];
        while (await record.ReadAsync())
        {
            claimed[record.GetInt32(0)] = new(record.GetInt64(1), record.IsDBNull(2) ? [] : record.GetFieldValue<long[]>(2));
        }

        return claimed;
    }

    private static object[] Claims(IReadOnlyList<LaneClaim> claims) =>
    [
        Enumerable.Range(0, claims.Count).ToArray(),
        claims.Select(claim => claim.Queue).ToArray(),
        claims.Select(claim => claim.Epoch).ToArray(),
        claims.Select(claim => claim.Worker).ToArray(),
        claims.Select(claim => (long)claim.Lease.TotalMilliseconds).ToArray(),
        claims.Select(claim => claim.Now.ToUnixTimeMilliseconds()).ToArray(),
    ];

    private static object[] Parts(IReadOnlyList<LaneClaim> claims)
    {
        var parts = claims
            .SelectMany((claim, place) => claim.Parts.Select((part, number) => (Claim: claim, Place: place, Part: part, Number: number)))
            .Where(part => part.Part.Ids.Count > 0)
            .ToList();
        var (ids, ends) = (new long[parts.Sum(part => part.Part.Ids.Count)], new int[parts.Count]);
        var next = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            foreach (var id in parts[i].Part.Ids)
            {
                ids[next++] = id;
            }

            ends[i] = next;
        }

        return
        [
            parts.Select(part => part.Place).ToArray(),
            parts.Select(part => part.Number).ToArray(),
            parts.Select(part => Expiry(part.Claim.Now + part.Claim.Lease, part.Part.Until).ToUnixTimeMilliseconds()).ToArray(),
            parts.Select(part => part.Part.Until?.ToUnixTimeMilliseconds()).ToArray(),
            parts.Select(part => part.Part.Ids.Min()).ToArray(),
            parts.Select(part => part.Part.Ids.Max()).ToArray(),
            parts.Select((part, place) => ends[place] - part.Part.Ids.Count + 1).ToArray(),
            ends,
            ids,
        ];
    }

    /// <summary>No lease outlasts the end of its attempt.</summary>
    public static DateTimeOffset Expiry(DateTimeOffset wanted, DateTimeOffset? until) => until < wanted ? until.Value : wanted;
}
