namespace Switchyard.Tables;

/// <summary>
/// What a client hands in for a table: read and checked by the front end, stored in one transition by the table.
/// </summary>
/// <param name="Annotations">As sent; entries that name no target of the table are ignored.</param>
/// <param name="Errors">Non-fatal errors the client met.</param>
/// <param name="Body">The request's body, as it came.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.result")]
public sealed record TableResult(
    [property: Id(0)] AnnotationSet Annotations,
    [property: Id(1)] IReadOnlyList<string> Errors,
    [property: Id(2)] RawBody Body);

/// <summary>A request's body, kept complete: in the message when small, in the blob store otherwise.</summary>
/// <param name="Inline">The bytes, when <paramref name="BlobId"/> is null.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.raw-body")]
public sealed record RawBody(
    [property: Id(0)] long Length,
    [property: Id(1)] byte[]? Inline,
    [property: Id(2)] string? BlobId)
{
    /// <summary>Bodies up to this many bytes travel in the message and lie in the item's own transaction.</summary>
    public const int InlineLimit = 256 * 1024;
}

[GenerateSerializer, Alias("switchyard.tables.store-outcome")]
public enum StoreOutcome
{
    /// <summary>Committed: the mappings, the assignment, the table and the raw body, in one transition.</summary>
    Stored = 0,

    /// <summary>No such table.</summary>
    UnknownTable = 1,

    /// <summary>The client has no open assignment of this table (never had one, or has answered it).</summary>
    NotAssigned = 2,
}
