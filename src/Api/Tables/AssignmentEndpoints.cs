using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tables.Wire;

namespace Switchyard.Tables;

/// <summary>What hands tables out.</summary>
internal static class AssignmentEndpoints
{
    private const string Damaged = "what is stored of it is damaged or missing.";

    public static void MapAssignment(this IEndpointRouteBuilder door)
    {
        door.MapPost("/getWork", GetWorkAsync)
            .Needs(Access.Work)
            .WithSummary("Assign a table to a client and return it; 410 when every table has been returned")
            .WithQuery("client", "What the client calls itself; also as a field of a form.", isRequired: true)
            .Answers(200, "The table.", "application/json")
            .Answers(401, "The request does not say which client sends it.")
            .Answers(410, "Every table has been returned.");
        door.MapPost("/getDescription", GetDescriptionAsync)
            .Needs(Access.Work)
            .WithSummary("A table's package without an assignment, with the right answers when there are any")
            .WithQuery("table", "The table's name.", isRequired: true)
            .Answers(200, "The table.", "application/json")
            .Answers(400, "The query names no table.")
            .Answers(404, "There is no such table.")
            .Answers(422, "The table's file cannot be read.");
        // The original's framework answers HEAD wherever it answers GET.
        door.MapMethods("/test", [HttpMethods.Get, HttpMethods.Head], () => TypedResults.Text("/test", ErrorPage.HtmlType))
            .Needs(Access.Any)
            .WithSummary("The original's sign of life")
            .Answers(200, "/test", "text/html");
    }

    private static async Task<IResult> GetWorkAsync(HttpRequest request, WorkRequests requests, CancellationToken cancellationToken)
    {
        var (client, refusal) = await ClientName.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var result = await requests.NextAsync(client!, cancellationToken);
        return result switch
        {
            { Status: GetWorkStatus.Assigned, Package: { } package } => PackageJson.Write(package, truth: null),
            { Status: GetWorkStatus.Finished } => new ErrorPage(StatusCodes.Status410Gone, "Every table has been returned."),
            _ => new ErrorPage(StatusCodes.Status503ServiceUnavailable, "This node is stopping."),
        };
    }

    private static async Task<IResult> GetDescriptionAsync(HttpRequest request, IGrainFactory grains)
    {
        if (request.Query["table"] is not [{ } table, ..])
        {
            return new ErrorPage(StatusCodes.Status400BadRequest, "The query names no table.");
        }

        if (await grains.TableReports().FindAsync(table) is not { } id)
        {
            return await UnknownTables.PageAsync(table, grains);
        }

        if (await grains.Reach<ITableGrain>(id).DescribeAsync() is not { } package)
        {
            // It may have been removed meanwhile.
            return await grains.Reach<ITableGrain>(id).GetAsync() is { } unreadable
                ? new ErrorPage(StatusCodes.Status422UnprocessableEntity, $"The table '{table}' cannot be read: {unreadable.Error ?? Damaged}")
                : await UnknownTables.PageAsync(table, grains);
        }

        return PackageJson.Write(package, await grains.TableReports().GetGroundTruthAsync(table));
    }
}
