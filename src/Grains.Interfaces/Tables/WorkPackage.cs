namespace Switchyard.Tables;

/// <summary>A table as a client gets it.</summary>
/// <param name="Columns">Number of columns, at least 1.</param>
/// <param name="Data">UTF-8 JSON: an array of columns, each an array of text cells; row 0 is the file's first record.</param>
/// <param name="Targets">What to annotate, sorted by position, with what is known already.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.package")]
public sealed record WorkPackage(
    [property: Id(0)] string Name,
    [property: Id(1)] int Columns,
    [property: Id(2)] byte[] Data,
    [property: Id(3)] AnnotationSet Targets,
    [property: Id(4)] bool Analyze,
    [property: Id(5)] bool Audit);

/// <summary>The answer to a client that asks for work.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tables.get-work-result")]
public sealed record GetWorkResult(
    [property: Id(0)] GetWorkStatus Status,
    [property: Id(1)] WorkPackage? Package)
{
    /// <summary>The id of the table that is handed out; 0 when none is, and from nodes of 0.1.</summary>
    [Id(2)]
    public long TableId { get; init; }
}

[GenerateSerializer, Alias("switchyard.tables.get-work-status")]
public enum GetWorkStatus
{
    /// <summary>A package is handed out and its lease is committed.</summary>
    Assigned = 0,

    /// <summary>Nothing can be handed out now (import under way, or paused), but not all is done: ask again.</summary>
    Wait = 1,

    /// <summary>Every table has been returned.</summary>
    Finished = 2,
}
