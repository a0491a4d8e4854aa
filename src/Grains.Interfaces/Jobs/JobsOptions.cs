using System.ComponentModel.DataAnnotations;

namespace Switchyard.Jobs;

/// <summary>The jobs door: the section <c>Jobs</c>.</summary>
public sealed record JobsOptions
{
    /// <summary>Holds the importable datasets, with <c>archive/</c>. Shared by all nodes. Default: none, and nothing is importable.</summary>
    public string? InputDirectory { get; init; }

    /// <summary>Whether BUMP jobs are accepted. Default: false.</summary>
    public bool BumpEnabled { get; init; }

    /// <summary>How long a claim without a lease of its own is valid. 1 second to 24 hours. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// After how many lost leases (its workers died, or were silent for too long) a job fails for good. A retry by an operator
    /// begins anew. 1 to 1,000,000. Default: 10.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxLostLeases { get; init; } = 10;

    /// <summary>
    /// When set, workers must send it as <c>X-API-Key</c>: on <c>PUT /jobs/{id}</c> and on the worker routes under
    /// <c>/api/v1/jobs</c>. At least 16 characters. Default: none.
    /// </summary>
    [MinLength(16)]
    public string? ApiKey { get; init; }

    /// <summary>A file that holds <see cref="ApiKey"/>, instead of it. Default: none.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>
    /// How long a job is kept after its end, with its log, and a target after its last job. A second to a hundred years. Default: none, for ever.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? Retention { get; init; }

    /// <summary>The two cookies of <c>POST /jobs</c>.</summary>
    public JobsJwtOptions Jwt { get; init; } = new();
}

/// <summary>Who may make jobs: the section <c>Jobs:Jwt</c>.</summary>
public sealed record JobsJwtOptions
{
    /// <summary>Whether <c>POST /jobs</c> needs the cookies. Default: false, and all jobs are the original's test user's.</summary>
    public bool Enabled { get; init; }

    /// <summary>Where the keys that sign the tokens are published. Needed when enabled.</summary>
    public string? JwksUrl { get; init; }

    /// <summary>Must be among the audiences of the authorization token. Default: datastore.</summary>
    public string Audience { get; init; } = "datastore";
}
