namespace Switchyard.Jobs;

/// <summary>
/// Where a job stands in the words of its workers. The life cycle of the item below knows three of them: queued, running
/// (all that is neither queued nor terminal) and terminal. The numbers are stored and never change their meaning.
/// </summary>
[GenerateSerializer, Alias("switchyard.jobs.status")]
public enum JobStatus
{
    Queued = 0,
    Initiated = 1,
    Validating = 2,
    Decrypting = 3,
    Transforming = 4,
    Pseudonymizing = 5,

    /// <summary>Of older workers.</summary>
    Enriching = 6,

    /// <summary>Of older workers.</summary>
    Converting = 7,
    Partitioning = 8,

    /// <summary>Waits to be imported; held by its worker all the same.</summary>
    Built = 9,
    Importing = 10,
    Completed = 11,

    /// <summary>Failed, cancelled or timed out.</summary>
    Failed = 12,
}

/// <summary>What a job does to its target. The numbers are stored and never change their meaning.</summary>
[GenerateSerializer, Alias("switchyard.jobs.operation")]
public enum JobOperation
{
    Bump = 0,
    Add = 1,
    Change = 2,
    PatchMetadata = 3,
    SetStatus = 4,
    DeleteDraft = 5,
    Remove = 6,
    RollbackRemove = 7,
    DeleteArchive = 8,
}

/// <summary>The status that a SET_STATUS job gives to its dataset. The numbers are stored and never change their meaning.</summary>
[GenerateSerializer, Alias("switchyard.jobs.release-status")]
public enum ReleaseStatus
{
    Draft = 0,
    PendingRelease = 1,
    PendingDelete = 2,
}
