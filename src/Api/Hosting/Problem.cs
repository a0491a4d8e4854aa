using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Switchyard.Auth;

namespace Switchyard.Hosting;

/// <summary>RFC 9457 answers of the operator API. The last part of <c>type</c> is stable: clients may branch on it.</summary>
internal static class Problem
{
    public const string TypePrefix = "urn:switchyard:problem:";

    /// <summary>The member that has the id of the request: the answer's <c>X-Request-ID</c>.</summary>
    public const string RequestIdMember = "requestId";

    public static ProblemHttpResult Of(int status, string type, string detail, params ReadOnlySpan<(string Name, object? Value)> extensions)
    {
        var members = new Dictionary<string, object?>();
        foreach (var (name, value) in extensions)
        {
            members[name] = value;
        }

        if (Actor.RequestId is { } request)
        {
            members[RequestIdMember] = request;
        }

        return TypedResults.Problem(
            detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), type: TypePrefix + type, extensions: members);
    }

    /// <summary>The problem of a status that no endpoint explained.</summary>
    public static ProblemHttpResult OfStatus(int status, string? detail) => Of(status, TypeOf(status), detail ?? Describe(status));

    public static ProblemHttpResult Invalid(string detail) => Of(StatusCodes.Status400BadRequest, "invalid-request", detail);

    public static ProblemHttpResult UnknownItem(long id) =>
        Of(StatusCodes.Status404NotFound, "unknown-item", $"There is no work item {id}.");

    public static ProblemHttpResult UnknownQueue(string queue) =>
        Of(StatusCodes.Status404NotFound, "unknown-queue", $"There is no queue '{queue}'.");

    public static ProblemHttpResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, "conflict", detail);

    /// <summary>The last part of <c>type</c> of a status that no endpoint explained.</summary>
    public static string TypeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "invalid-request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
        StatusCodes.Status413PayloadTooLarge => "too-large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
        StatusCodes.Status429TooManyRequests => "too-many-requests",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= 500 => "internal",
        _ => $"status-{status}",
    };

    private static string Describe(int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this URL.",
        StatusCodes.Status405MethodNotAllowed => "The method is not allowed for this URL.",
        StatusCodes.Status415UnsupportedMediaType => "The body must be application/json.",
        StatusCodes.Status503ServiceUnavailable => "The cluster cannot answer just now. Try again shortly.",
        >= 500 => "The server met an error of its own. Its log says more.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
