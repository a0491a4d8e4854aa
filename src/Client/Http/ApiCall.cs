using System.Net;

namespace Switchyard.Client.Http;

/// <summary>One request, which can be made several times.</summary>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">Relative to the node's address.</param>
internal sealed record ApiCall(HttpMethod Method, string Path)
{
    /// <summary>Makes the body anew for each time; null: none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>How long the node may hold the request.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>The wait is said by <c>Prefer</c>.</summary>
    public bool Prefers { get; init; }

    /// <summary>How long the rest may take; null: as the options say.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a second time does no harm when the first was carried out unheard.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>A conflict says that the first time is still under way.</summary>
    public bool ConflictPasses { get; init; }

    /// <summary>False: whoever calls tries again.</summary>
    public bool Retried { get; init; } = true;

    /// <summary>Other headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Besides 2xx, these are answers and no errors.</summary>
    public IReadOnlyList<HttpStatusCode> Expected { get; init; } = [];

    /// <summary>The body is read by the caller, as it comes.</summary>
    public bool Streams { get; init; }
}
