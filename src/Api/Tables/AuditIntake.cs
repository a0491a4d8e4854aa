using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Takes audit records in: all of a request or none.</summary>
internal static class AuditIntake
{
    /// <summary>Bytes.</summary>
    public const long MaxLength = 64 * 1024 * 1024;

    private const string Example =
        """[{"approach": "baseline", "tablename": "42CGYA04", "task": "CEA", "step": "creation", "method": "lookup", "solved_cnt": 1, "remaining_cnt": 0, "remaining": [], "timestamp": "2026-01-31T12:00:00"}]""";

    public static void MapAuditIntake(this IEndpointRouteBuilder door) => door.MapPost("/audit_lst", AddAsync)
        .Needs(Access.Work)
        .WithMetadata(RequestSizeLimit.Own)
        .WithSummary("Hand in audit records")
        .TakesText("application/json", Example)
        .Answers(200, "All records are stored.")
        .Answers(400, "A record is malformed; none is stored.", "text/plain");

    private static async Task<IResult> AddAsync(
        HttpRequest request, IGrainFactory grains, BodyIntake intake, CancellationToken cancellationToken)
    {
        await using var body = await intake.ReadAsync(request, MaxLength, cancellationToken);
        IReadOnlyList<AuditRecord> records;
        try
        {
            records = await intake.ParseAsync(body, AuditRecords.Parse, cancellationToken);
        }
        catch (SubmissionRefusedException malformed)
        {
            return TypedResults.Text(malformed.Message, "text/plain; charset=utf-8", statusCode: StatusCodes.Status400BadRequest);
        }

        if (records.Count > 0)
        {
            await grains.TableReports().AddAuditAsync(records);
        }

        return TypedResults.Text("", ErrorPage.HtmlType);
    }
}
