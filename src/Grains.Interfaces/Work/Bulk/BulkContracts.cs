namespace Switchyard.Work.Bulk;

/// <summary>What is done to many items.</summary>
[GenerateSerializer, Alias("switchyard.work.bulk-act")]
public enum BulkAct
{
    /// <summary>Of items that wait or run.</summary>
    Cancel = 0,

    /// <summary>Of items that have ended.</summary>
    Retry = 1,

    /// <summary>Of items that have ended.</summary>
    Delete = 2,

    /// <summary>Of tasks that wait.</summary>
    Move = 3,
}

/// <summary>One act on all items that a filter meets.</summary>
/// <param name="Queue">Where to, for a move.</param>
/// <param name="Queues">Only of these; empty: of any.</param>
/// <param name="Text">The filter as it was given, for the record.</param>
/// <param name="By">Whose act it is.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.bulk-request")]
public sealed record BulkRequest(
    [property: Id(0)] BulkAct Act,
    [property: Id(1)] string? Queue,
    [property: Id(2)] WorkFilter Filter,
    [property: Id(3)] IReadOnlyList<string> Queues,
    [property: Id(4)] string Text,
    [property: Id(5)] string? Reason,
    [property: Id(6)] string By);

[GenerateSerializer, Alias("switchyard.work.bulk-stage")]
public enum BulkStage
{
    Running = 0,
    Done = 1,
    Failed = 2,
}

/// <param name="Done">Items that were acted on, or could not be any more.</param>
/// <param name="Of">Items that the act could apply to when it began.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.bulk-status")]
public sealed record BulkStatus([property: Id(0)] long Done, [property: Id(1)] long Of, [property: Id(2)] BulkStage State);
