using System.Text.Json.Serialization;
using Switchyard.Text;

namespace Switchyard.Expertise.Datasets;

/// <summary>A paper as the files of a dataset hold it. Dates are milliseconds since 1970.</summary>
internal sealed record Paper(string Id, PaperContent Content)
{
    /// <summary>When it was published, as far as that is known: what recency goes by. Null when it did not come from OpenReview.</summary>
    public long? Cdate { get; init; }

    public long? Mdate { get; init; }

    public long? Pdate { get; init; }

    public long? Odate { get; init; }

    /// <summary>There is something to compare it by.</summary>
    [JsonIgnore]
    public bool HasText => Content is { Title.Length: > 0 } or { Abstract.Length: > 0 };

    /// <summary>Its texts are what is left of them after trimming.</summary>
    public static Paper Of(string id, string? title, string? @abstract) => new(id, new PaperContent(Blank.Trim(title), Blank.Trim(@abstract)));
}

/// <param name="Title">Empty when there is none, and so is <paramref name="Abstract"/>.</param>
internal sealed record PaperContent(string Title, string Abstract)
{
    [JsonPropertyName("venueid")]
    public string? VenueId { get; init; }

    /// <summary>At least 0; null when the job does not weigh venues.</summary>
    public double? Weight { get; init; }
}
