namespace Switchyard.Servers.OpenReview;

/// <summary>How the server fails instead of answering.</summary>
public enum OpenReviewFault
{
    /// <summary>500.</summary>
    Error,

    /// <summary>429 with <see cref="OpenReviewServer.RetryAfter"/>.</summary>
    TooManyRequests,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>403 with a text that repeats the request's Authorization.</summary>
    Forbidden,

    /// <summary>200 with a web page.</summary>
    Nonsense,

    /// <summary>200 with JSON that has nothing of what was asked.</summary>
    OtherJson,

    /// <summary>The connection ends before anything is answered.</summary>
    CutConnection,

    /// <summary>The connection ends in the middle of an answer.</summary>
    CutAnswer,
}

/// <summary>A request as the server got it.</summary>
/// <param name="PathAndQuery">Unescaped.</param>
/// <param name="Body">Null when it had none.</param>
public sealed record OpenReviewRequest(string Method, string PathAndQuery, string? Authorization, string? Body);
