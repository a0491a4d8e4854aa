using Switchyard.Hosting;

namespace Switchyard.Downloads;

/// <summary>The original has no such routes, so errors are as in the operator API: problem details.</summary>
internal sealed class DownloadsStyle : DoorStyle
{
    public static DownloadsStyle Instance { get; } = new();

    public override IReadOnlyList<PathString> Paths { get; } = ["/downloads"];

    public override string RequestIdPrefix => "";

    public override IResult Answer(int status, string? detail) => Problem.OfStatus(status, (status, detail) switch
    {
        (StatusCodes.Status503ServiceUnavailable, null) =>
            "The application's database, or the cluster, cannot answer just now. Try again shortly.",
        _ => detail,
    });
}
