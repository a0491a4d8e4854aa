using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Takes audit records in: all of a request or none.</summary>
internal static class AuditIntake
{
    /// <summary>Bytes.</summary>
    public const long MaxLength = 64 * 1024 * 1024;

    public static void MapAuditIntake(this IEndpointRouteBuilder door) => door.MapPost("/audit_lst", AddAsync)
        .Needs(Access.Work)
        .WithMetadata(RequestSizeLimit.Own)
        .WithSummary("Hand in audit records");

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
