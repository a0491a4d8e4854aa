namespace Switchyard.Expertise.Datasets;

/// <summary>What is known of a dataset: <c>metadata.json</c>.</summary>
internal sealed record DatasetMetadata
{
    public int SubmissionCount { get; init; }

    public int NoPublicationsCount => NoPublications.Count;

    /// <summary>Members who have no paper that counts.</summary>
    public IReadOnlyList<string> NoPublications { get; init; } = [];

    /// <summary>Members that OpenReview has no profile of, or whose name cannot be used.</summary>
    public IReadOnlyList<string> NoProfile { get; init; } = [];

    /// <summary>The same of the other group, when a group is compared with a group.</summary>
    public IReadOnlyList<string>? NoProfileSubmission { get; init; }

    /// <summary>Members whose papers have neither a title nor an abstract; null when there are none.</summary>
    public IReadOnlyList<string>? NoText { get; init; }

    /// <summary>Submissions that have neither; null when there are none.</summary>
    public IReadOnlyList<string>? NoTextSubmission { get; init; }

    /// <summary>How many papers the archives hold together.</summary>
    public int ArchivesCount { get; init; }
}
