namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>What is asked of OpenReview at most, and what is taken from it.</summary>
internal sealed record OpenReviewLimits
{
    /// <summary>How often a request is made that fails for a while, at least 2.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>Before the second try, when OpenReview names no time; doubled each time, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>That a busy server may ask for; a longer one ends the request.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Of one try.</summary>
    public TimeSpan TryTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Of all tries of a request and the pauses between them.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromMinutes(8);

    /// <summary>Of an answer, unpacked. Grouped edges of the largest venues are some 50 MB.</summary>
    public long AnswerBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>Rows of a page: the most that OpenReview gives.</summary>
    public int Page { get; init; } = 1000;

    /// <summary>Members whose publications are asked for at a time.</summary>
    public int Concurrency { get; init; } = 8;
}
