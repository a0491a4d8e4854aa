using System.ComponentModel.DataAnnotations;

namespace Switchyard.Expertise;

/// <summary>The Expertise door: the section <c>Expertise</c>.</summary>
public sealed record ExpertiseOptions
{
    /// <summary>
    /// Where OpenReview's API is. Default: none; then all callers are one local user, and only jobs that bring their own data are taken.
    /// </summary>
    public string? OpenReviewBaseUrl { get; init; }

    /// <summary>After which the building of a dataset is ended. A second to 30 days. Default: none.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan? DatasetTimeout { get; init; }

    /// <summary>After which scoring is ended. A second to 30 days. Default: none.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan? ScoringTimeout { get; init; }

    /// <summary>Ids of users that see and delete all jobs. Default: none.</summary>
    public IReadOnlyList<string> Superusers { get; init; } = [];

    /// <summary>The service that scores where a request names none. Default: <c>specter+mfr</c>, as the original, if there is such a service, else <c>bm25</c>.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>A longer body of a request is refused, in bytes. 1 KiB to 1 GiB. Default: 64 MiB.</summary>
    [Range(1L << 10, 1L << 30)]
    public long MaxRequestBytes { get; init; } = 64L << 20;

    /// <summary>For how long it is believed who the user of a token is. 0 to an hour. Default: a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan IdentityLifetime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a job is kept after its end, with its papers and scores. A second to a hundred years. Default: none, for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? Retention { get; init; }
}
