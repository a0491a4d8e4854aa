using System.Collections.Immutable;

namespace Switchyard.Tables.Rules;

/// <summary>
/// The tables that are out, and which of them an idle client gets a copy of. Not safe for several threads at once.
/// </summary>
/// <remarks>
/// Tables held by exactly the same clients form a crew. A choice skips whole crews, so one client that holds a hundred
/// thousand tables costs one step, not a hundred thousand.
/// </remarks>
public sealed class Stragglers
{
    private readonly Dictionary<long, (Place Place, Crew Crew)> tables = [];
    private readonly Dictionary<Holders, Crew> crews = [];
    private readonly SortedSet<Crew> byFirst = new(Comparer<Crew>.Create(static (a, b) => a.First.CompareTo(b.First)));

    public int Count => tables.Count;

    /// <summary>A table goes out. When it is out already, this is one more holder.</summary>
    public void Add(long id, DateTimeOffset since, string holder)
    {
        if (!AddHolder(id, holder))
        {
            Put(new Place(1, since, id), Holders.None.With(holder));
        }
    }

    /// <summary>A table is handed out once more, also to a client that holds it. False when it is not out.</summary>
    public bool AddHolder(long id, string holder)
    {
        if (!tables.TryGetValue(id, out var table))
        {
            return false;
        }

        Remove(id);
        Put(table.Place with { Copies = table.Place.Copies + 1 }, table.Crew.Holders.With(holder));
        return true;
    }

    /// <summary>A table is out no longer. False when it was not.</summary>
    public bool Remove(long id)
    {
        if (!tables.Remove(id, out var table))
        {
            return false;
        }

        // The order of crews is by their first tables: a crew leaves the order before that changes.
        byFirst.Remove(table.Crew);
        table.Crew.Tables.Remove(table.Place);
        if (table.Crew.Tables.Count > 0)
        {
            byFirst.Add(table.Crew);
        }
        else
        {
            crews.Remove(table.Crew.Holders);
        }

        return true;
    }

    /// <summary>
    /// Of the tables the client does not hold, the one handed out least often, then the one longest out; when it holds all of
    /// them, one of its own by the same order; null when none is out.
    /// </summary>
    public long? Choose(string client)
    {
        foreach (var crew in byFirst)
        {
            if (!crew.Holders.Contains(client))
            {
                return crew.First.Id;
            }
        }

        return byFirst.Min?.First.Id;
    }

    private void Put(Place place, Holders holders)
    {
        if (crews.TryGetValue(holders, out var crew))
        {
            byFirst.Remove(crew);
        }
        else
        {
            crews.Add(holders, crew = new Crew(holders));
        }

        crew.Tables.Add(place);
        byFirst.Add(crew);
        tables.Add(place.Id, (place, crew));
    }

    private readonly record struct Place(int Copies, DateTimeOffset Since, long Id) : IComparable<Place>
    {
        public int CompareTo(Place other) => (Copies, Since, Id).CompareTo((other.Copies, other.Since, other.Id));
    }

    private sealed class Crew(Holders holders)
    {
        public Holders Holders { get; } = holders;

        public SortedSet<Place> Tables { get; } = [];

        public Place First => Tables.Min;
    }

    /// <summary>A set of clients that is equal to another with the same members.</summary>
    private sealed class Holders : IEquatable<Holders>
    {
        private readonly ImmutableHashSet<string> clients;
        private readonly int hash;

        private Holders(ImmutableHashSet<string> clients, int hash)
        {
            this.clients = clients;
            this.hash = hash;
        }

        public static Holders None { get; } = new([], 0);

        public bool Contains(string client) => clients.Contains(client);

        public Holders With(string client) =>
            clients.Contains(client) ? this : new(clients.Add(client), hash ^ client.GetHashCode(StringComparison.Ordinal));

        public bool Equals(Holders? other) => other is not null && hash == other.hash && clients.SetEquals(other.clients);

        public override bool Equals(object? obj) => Equals(obj as Holders);

        public override int GetHashCode() => hash;
    }
}
