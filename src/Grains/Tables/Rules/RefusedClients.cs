using System.Collections.Immutable;

namespace Switchyard.Tables.Rules;

/// <summary>
/// The clients whose answers are refused, and how long each must wait for more work: the original's Runner asks at once for the next
/// table, and the same would be refused again, thousands of times. Pure but for its memory. Not safe for several threads at once.
/// </summary>
public sealed class RefusedClients
{
    /// <summary>So many refusals in a row cost nothing.</summary>
    public const int Allowed = 2;

    /// <summary>No client waits longer than this after its last refused answer.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private const int MostClients = 1_000;
    private const int MostTables = 8;

    private readonly Dictionary<string, Record> clients = [];
    private long order;

    /// <summary>A table goes to a client. Only what may be needed is kept.</summary>
    public void HandedOut(string client, long id, string table)
    {
        // Of others nothing is known, and nothing need be, until an answer is refused.
        if (clients.ContainsKey(client) || TableUrls.IsRisky(table))
        {
            Change(client, record => record with { Tables = Last(record.Tables.Add((id, table))) });
        }
    }

    /// <summary>An answer was refused.</summary>
    /// <param name="client">Null where the request did not say: a name with '#' takes the rest of the URL with it.</param>
    /// <param name="table">As the request named it.</param>
    /// <returns>The client, if it is known now, and how many of its answers were refused in a row.</returns>
    public (string Client, int Refusals)? Refused(string? client, string table, DateTimeOffset now)
    {
        var who = client ?? clients
            .Where(pair => pair.Value.Tables.Any(handed => TableUrls.IsCutTo(handed.Table, table)))
            .OrderByDescending(pair => pair.Value.Order)
            .Select(pair => pair.Key)
            .FirstOrDefault();
        if (who is null)
        {
            return null;
        }

        Change(who, record => record with { Refusals = record.Refusals + 1, FirstAt = record.Refusals == 0 ? now : record.FirstAt, LastAt = now, Last = table });
        return (who, clients[who].Refusals);
    }

    /// <summary>When the client may have work again; null when it need not wait.</summary>
    public DateTimeOffset? HeldUntil(string client, DateTimeOffset now) =>
        clients.TryGetValue(client, out var record) && record.LastAt + HoldAfter(record.Refusals) is var until && until > now ? until : null;

    /// <summary>The tables that the client got last, and since when its answers are refused: what it has returned since ends that.</summary>
    public (IReadOnlyList<long> Tables, DateTimeOffset Since) Recent(string client) =>
        clients.TryGetValue(client, out var record) ? ([.. record.Tables.Select(handed => handed.Id)], record.FirstAt) : ([], default);

    /// <summary>An answer of the client was taken after the first that was refused.</summary>
    public void Accepted(string client) => clients.Remove(client);

    /// <summary>Those with refused answers, the most refused first.</summary>
    public IReadOnlyList<RefusedClient> List(DateTimeOffset now) =>
    [
        .. clients.Where(pair => pair.Value.Refusals > 0)
            .OrderByDescending(pair => pair.Value.Refusals)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new RefusedClient(pair.Key, pair.Value.Refusals, pair.Value.LastAt, pair.Value.Last, HeldUntil(pair.Key, now))),
    ];

    /// <summary>Twice as long after each refusal: a second after the third, a minute from the ninth.</summary>
    public static TimeSpan HoldAfter(int refusals) => refusals <= Allowed
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(LongestHold.TotalSeconds, Math.Pow(2, Math.Min(refusals - Allowed - 1, 10))));

    private void Change(string client, Func<Record, Record> change)
    {
        clients[client] = change(clients.GetValueOrDefault(client) ?? new Record()) with { Order = ++order };
        if (clients.Count > MostClients)
        {
            clients.Remove(clients.MinBy(pair => pair.Value.Order).Key);
        }
    }

    private static ImmutableList<(long Id, string Table)> Last(ImmutableList<(long Id, string Table)> tables) =>
        tables.Count > MostTables ? tables.RemoveAt(0) : tables;

    private sealed record Record
    {
        public ImmutableList<(long Id, string Table)> Tables { get; init; } = [];

        public int Refusals { get; init; }

        public DateTimeOffset FirstAt { get; init; }

        public DateTimeOffset LastAt { get; init; }

        public string Last { get; init; } = "";

        public long Order { get; init; }
    }
}
