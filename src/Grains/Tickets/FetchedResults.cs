using Dapper;
using Switchyard.Work.Store;

namespace Switchyard.Tickets;

/// <summary>Which results were handed over completely, and when first.</summary>
internal sealed class FetchedResults(IDoorDatabase database)
{
    /// <summary>Only the first time counts.</summary>
    public Task AddAsync(long ticket, string blob, DateTimeOffset at, CancellationToken cancellationToken = default) => database.RunAsync(
        connection => connection.ExecuteAsync(
            "insert into ticket_fetched (blob_id, item_id, fetched_at) values (@blob, @ticket, @at) on conflict (blob_id) do nothing",
            new { blob, ticket, at = at.ToUnixTimeMilliseconds() }),
        cancellationToken);

    /// <summary>Those that were fetched before a time, the longest ago first.</summary>
    public Task<IReadOnlyList<FetchedResult>> ReadAsync(
        DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        database.QueryAsync<IReadOnlyList<FetchedResult>>(
            async connection => [.. await connection.QueryAsync<FetchedResult>(
                """
                select item_id as "Ticket", blob_id as "Blob" from ticket_fetched
                where fetched_at < @before order by fetched_at limit @limit
                """,
                new { before = before.ToUnixTimeMilliseconds(), limit })],
            cancellationToken);

    public Task RemoveAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken = default) => database.RunAsync(
        connection => connection.ExecuteAsync(
            "delete from ticket_fetched where blob_id = @blob", blobs.Select(blob => new { blob })),
        cancellationToken);
}

internal sealed record FetchedResult(long Ticket, string Blob);
