using Microsoft.AspNetCore.WebUtilities;
using Switchyard.Hosting;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>The original's errors: a sentence under "message"; what its framework says by itself, under "detail".</summary>
internal sealed class JobsStyle : DoorStyle
{
    public static JobsStyle Instance { get; } = new();

    public override IReadOnlyList<PathString> Paths { get; } =
        ["/jobs", "/targets", "/importable-datasets", "/maintenance-status", "/maintenance-history"];

    public override string RequestIdPrefix => "job-service-";

    public override IResult Answer(int status, string? detail) => (status, detail) switch
    {
        (StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed, null) => new JsonAnswer<DetailJson>(
            new DetailJson(ReasonPhrases.GetReasonPhrase(status)), JobsJson.Default.DetailJson, status),
        (StatusCodes.Status503ServiceUnavailable, null) => new MessageAnswer(status, "The cluster cannot answer just now. Try again shortly."),
        _ => new MessageAnswer(status, detail ?? ReasonPhrases.GetReasonPhrase(status)),
    };
}
