using System.ComponentModel.DataAnnotations;

namespace Switchyard.Downloads;

/// <summary>The Downloads door: the section <c>Downloads</c>.</summary>
public sealed record DownloadsOptions
{
    /// <summary>The application's database (PostgreSQL). Default: none, and the door is off.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>A file that holds <see cref="ConnectionString"/>, instead of it. Default: none.</summary>
    public string? ConnectionStringFile { get; init; }

    /// <summary>The application's Redis, <c>host:port</c>. Default: none: requests come over HTTP only.</summary>
    public string? Redis { get; init; }

    /// <summary>A file that holds <see cref="Redis"/>, with its password, instead of it. Default: none.</summary>
    public string? RedisFile { get; init; }

    /// <summary>Whether archives hold the annotators' e-mail addresses, as the original's do. Default: true.</summary>
    public bool IncludeUsers { get; init; } = true;

    /// <summary>After which a build is ended. A second to 30 days. Default: an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often it is looked for requests that were asked for and not finished. A second to a day. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a build, and what was heard and asked, is kept after its end; the archives are the application's. A second to a hundred years.
    /// Default: none, for ever.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? Retention { get; init; }

    /// <summary>
    /// The command, with its arguments, that labels for a model which is not read here. Nothing of a model is ever executed
    /// without it. Default: none, and such a model is refused.
    /// </summary>
    public IReadOnlyList<string> Predictor { get; init; } = [];
}
