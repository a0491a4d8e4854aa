using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Expertise;

/// <summary>One job: a dataset is built, then scored, under one id. The key is its id.</summary>
[Alias("switchyard.expertise.job-grain")]
public interface IExpertiseJobGrain : IComputeItemGrain
{
    /// <summary>The job; null when there is none, or it was deleted.</summary>
    [Alias("look"), Repeatable]
    Task<ExpertiseView?> LookAsync();

    /// <summary>Its scores were fetched by who wants them deleted then: from now on there are none. May be repeated.</summary>
    [Alias("forget-scores"), Repeatable]
    Task ForgetScoresAsync();

    /// <summary>Deletes a job that has ended, with all its files. Conflict while it has not; unknown when there is none.</summary>
    [Alias("delete")]
    Task<ActOutcome> DeleteAsync();
}

/// <summary>The jobs of the door. A stateless worker. The key is always 0.</summary>
[Alias("switchyard.expertise.jobs-grain")]
public interface IExpertiseJobsGrain : IGrainWithIntegerKey
{
    /// <summary>Makes a job. Answered after the commit. Not to be repeated: that makes another.</summary>
    [Alias("submit")]
    Task<ExpertiseSubmitted> SubmitAsync(ExpertiseSubmission submission);

    /// <summary>One page, in the order of submission. Deleted jobs are left out.</summary>
    /// <param name="owner">Whose jobs; null: everyone's.</param>
    /// <param name="after">What the page before gave as its next; 0 at the start.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Repeatable]
    Task<ExpertisePage> ListAsync(string? owner, long after, int limit);

    /// <summary>Whether some source, present or away, may run the service, and this node knows it: what a job's model can be.</summary>
    [Alias("can-score"), Repeatable]
    Task<bool> CanScoreAsync(string model);
}

/// <param name="Id">Null when it was not made.</param>
/// <param name="Refusal">Why not.</param>
[GenerateSerializer, Immutable, Alias("switchyard.expertise.submitted")]
public sealed record ExpertiseSubmitted([property: Id(0)] long? Id, [property: Id(1)] ExpertiseRefusal Refusal);

[GenerateSerializer, Alias("switchyard.expertise.refusal")]
public enum ExpertiseRefusal
{
    None = 0,

    /// <summary>A job of the same key has not ended.</summary>
    Duplicate = 1,

    /// <summary>No source may run one of its steps.</summary>
    NoSource = 2,
}

/// <summary>A job as it was submitted; judged by the door.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.expertise.submission")]
public sealed record ExpertiseSubmission
{
    /// <summary>The user that OpenReview says the token is of.</summary>
    [Id(0)] public required string Owner { get; init; }

    /// <summary>For people; not unique.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary><see cref="ExpertiseConfig.Serialize"/>.</summary>
    [Id(2)] public required byte[] Config { get; init; }

    /// <summary>The service that scores.</summary>
    [Id(3)] public required string Model { get; init; }

    /// <summary>What is shown as the request: a JSON object.</summary>
    [Id(4)] public required byte[] Request { get; init; }

    /// <summary>Blobs that become files of <c>in/</c>, by their names there, with their lengths. They are the job's from now on.</summary>
    [Id(5)] public IReadOnlyDictionary<string, ExpertiseFile> Files { get; init; } = new Dictionary<string, ExpertiseFile>();

    /// <summary>Null when nothing is asked of OpenReview. Kept, encrypted, until the dataset is there.</summary>
    [Id(6)] public SecretText? Token { get; init; }

    /// <summary>For each step; the door's own is shorter or as long. Null: the door's own.</summary>
    [Id(7)] public TimeSpan? Timeout { get; init; }

    /// <summary>At most one job of a key is queued or running. Null: any number. At most 200 characters.</summary>
    [Id(8)] public string? DuplicateKey { get; init; }
}

/// <param name="Length">In bytes.</param>
[GenerateSerializer, Immutable, Alias("switchyard.expertise.file")]
public sealed record ExpertiseFile([property: Id(0)] string Blob, [property: Id(1)] long Length);

/// <param name="Next">Hand it in as the next page's after; null at the end.</param>
[GenerateSerializer, Immutable, Alias("switchyard.expertise.page")]
public sealed record ExpertisePage([property: Id(0)] IReadOnlyList<ExpertiseView> Jobs, [property: Id(1)] long? Next);

[GenerateSerializer, Immutable, Alias("switchyard.expertise.job")]
public sealed record ExpertiseView
{
    [Id(0)] public required WorkItemView Item { get; init; }

    [Id(1)] public required string Owner { get; init; }

    [Id(2)] public required string Name { get; init; }

    [Id(3)] public required string Model { get; init; }

    /// <summary>Building the dataset.</summary>
    [Id(4)] public required StepStatus Dataset { get; init; }

    /// <summary>Scoring, with all that comes after the dataset.</summary>
    [Id(5)] public required StepStatus Scoring { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    [Id(6)] public string? Error { get; init; }

    /// <summary>Whether what it was given is to blame: to run it again would end the same.</summary>
    [Id(7)] public bool IsDataError { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(8)] public DateTimeOffset ChangedAt { get; init; }

    /// <summary>What is shown as the request: a JSON object.</summary>
    [Id(9)] public byte[] Request { get; init; } = [];

    /// <summary>
    /// The blob of a tar in gzip with <see cref="ExpertiseNames.ScoresFile"/>, <see cref="ExpertiseNames.MetadataFile"/> and,
    /// where the job wants them, <see cref="ExpertiseNames.SparseFile"/>. Null until it has completed, and when the scores were deleted.
    /// </summary>
    [Id(10)] public string? ScoresBlob { get; init; }
}

/// <summary>A step of a job.</summary>
[GenerateSerializer, Alias("switchyard.expertise.step-status")]
public enum StepStatus
{
    /// <summary>A step before it has not completed.</summary>
    Blocked = 0,
    Queued = 1,
    Running = 2,
    Completed = 3,
    Failed = 4,
    Cancelled = 5,
    TimedOut = 6,
}
