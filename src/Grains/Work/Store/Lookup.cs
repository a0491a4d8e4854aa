namespace Switchyard.Work.Store;

/// <summary>What can be read by a key that stands for one item. Lookups that wait together are one round trip.</summary>
internal abstract record Lookup
{
    /// <summary>Answered with a <see cref="WorkRow"/>, or null.</summary>
    public sealed record OfRow(long Id) : Lookup;

    /// <summary>Answered with a <see cref="StoredItem"/>, whose parts are not older than its row.</summary>
    public sealed record OfItem(long Id, IReadOnlyList<string> Names) : Lookup;

    /// <summary>Answered with a dictionary of those parts that exist.</summary>
    public sealed record OfParts(long Id, IReadOnlyList<string> Names) : Lookup;

    /// <summary>Answered with the id of the item with the unique key, or null.</summary>
    public sealed record OfKey(string Queue, string UniqueKey) : Lookup;

    /// <summary>Answered with the record's data, or null.</summary>
    public sealed record OfRecord(string Space, string Key) : Lookup;
}
