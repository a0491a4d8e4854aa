using Microsoft.AspNetCore.WebUtilities;
using Switchyard.Hosting;

namespace Switchyard.Expertise;

/// <summary>How one of the two originals says no.</summary>
internal abstract class ExpertiseStyle : DoorStyle
{
    public override string RequestIdPrefix => "";

    /// <summary>There is no header that says who asks.</summary>
    public abstract ExpertiseRefusedException NoToken { get; }

    /// <summary>There is no such job, or it was deleted.</summary>
    public abstract ExpertiseRefusedException NoJob { get; }

    /// <summary>The job is another's.</summary>
    public abstract ExpertiseRefusedException NotYours { get; }

    /// <param name="reason">In lower case, without a stop.</param>
    public abstract ExpertiseRefusedException BadRequest(string reason);

    /// <param name="reason">In lower case, without a stop.</param>
    public abstract ExpertiseRefusedException Forbidden(string reason);

    protected static string Describe(int status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this URL",
        StatusCodes.Status405MethodNotAllowed => "The method is not allowed for this URL",
        StatusCodes.Status500InternalServerError => "Internal server error",
        StatusCodes.Status503ServiceUnavailable => "The cluster cannot answer just now. Try again shortly.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}

/// <summary>The newest API's: a name and a message.</summary>
internal sealed class NewestStyle : ExpertiseStyle
{
    public static NewestStyle Instance { get; } = new();

    public override IReadOnlyList<PathString> Paths { get; } = ["/expertise", "/startup"];

    public override ExpertiseRefusedException NoToken => new(StatusCodes.Status403Forbidden, "Forbidden: No Authorization token in headers");

    public override ExpertiseRefusedException NoJob => new(StatusCodes.Status404NotFound, "Job not found");

    public override ExpertiseRefusedException NotYours =>
        new(StatusCodes.Status403Forbidden, "Forbidden: Insufficient permissions to access job");

    public override ExpertiseRefusedException BadRequest(string reason) => new(StatusCodes.Status400BadRequest, $"Bad request: {reason}");

    public override ExpertiseRefusedException Forbidden(string reason) => new(StatusCodes.Status403Forbidden, $"Forbidden: {reason}");

    public override IResult Answer(int status, string? detail) => ExpertiseAnswer.Of(
        new NewestErrorJson(NameOf(status), detail ?? Describe(status)), ExpertiseJson.Relaxed.NewestErrorJson, status);

    private static string NameOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "BadRequestError",
        StatusCodes.Status401Unauthorized => "UnauthorizedError",
        StatusCodes.Status403Forbidden => "ForbiddenError",
        StatusCodes.Status404NotFound => "NotFoundError",
        StatusCodes.Status405MethodNotAllowed => "MethodNotAllowedError",
        StatusCodes.Status409Conflict => "ConflictError",
        StatusCodes.Status413PayloadTooLarge => "PayloadTooLargeError",
        StatusCodes.Status415UnsupportedMediaType => "UnsupportedMediaTypeError",
        StatusCodes.Status500InternalServerError => "InternalServerError",
        StatusCodes.Status502BadGateway => "BadGatewayError",
        StatusCodes.Status503ServiceUnavailable => "ServiceUnavailableError",
        _ => $"{ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal)}Error",
    };
}

/// <summary>The seed's: one sentence.</summary>
internal sealed class SeedStyle : ExpertiseStyle
{
    public static SeedStyle Instance { get; } = new();

    /// <summary>What is no route is the newest API's to refuse.</summary>
    public override IReadOnlyList<PathString> Paths { get; } = [];

    public override ExpertiseRefusedException NoToken => new(StatusCodes.Status400BadRequest, "No Authorization token in headers");

    public override ExpertiseRefusedException NoJob => new(StatusCodes.Status404NotFound, "No matching jobs");

    /// <summary>Nobody learns that there is one.</summary>
    public override ExpertiseRefusedException NotYours => NoJob;

    public override ExpertiseRefusedException BadRequest(string reason) => new(StatusCodes.Status400BadRequest, reason);

    public override ExpertiseRefusedException Forbidden(string reason) => new(StatusCodes.Status403Forbidden, reason);

    public override IResult Answer(int status, string? detail) =>
        ExpertiseAnswer.Of(new SeedErrorJson(detail ?? Describe(status)), ExpertiseJson.Relaxed.SeedErrorJson, status);
}
