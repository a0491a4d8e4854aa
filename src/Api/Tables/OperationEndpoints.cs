using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>The operator's view of the Tables door.</summary>
internal static class OperationEndpoints
{
    private const int MaxNameLength = 1000;

    public static void MapTablesOperation(this IEndpointRouteBuilder api)
    {
        var tables = api.MapGroup("/tables").WithTags("Tables operation").Needs(Access.Read);
        tables.MapGet("", ListAsync).WithSummary("One page of tables, newest first")
            .WithWords(("name", "How the names begin."));
        // Below a word of their own: a table may be named "import".
        tables.MapGet("/items/{name}", GetAsync).WithSummary("One table: its item, targets with origin, assignments")
            .WithWords(("name", "The table's name."));
        tables.MapGet("/items/{name}/errors/{leaseNumber:long}", GetErrorAsync)
            .WithSummary("The text of the error a client handed in under a lease")
            .WithWords(("name", "The table's name."), ("leaseNumber", "The number of the lease under which it came."))
            .Produces<string>(contentType: "text/plain");
        tables.MapGet("/statistics", GetStatisticsAsync).WithSummary("Progress numbers");
        tables.MapGet("/clients", ClientList.ReadAsync)
            .WithSummary("Who fetched tables, newest sign of life first, and whose answers are refused");
        tables.MapGet("/import", GetImportAsync).WithSummary("How far the import is");
        tables.MapPost("/import", ImportTables.RunAsync)
            .Needs(Access.Operate)
            .WithSummary("Import the input directory: new tables, changed files, later targets; importing unchanged files twice changes nothing")
            .WithExample("""{"requeue": false, "removeGone": false}""")
            .WithHeader(IdempotencyKey.Header, IdempotencyKey.Words)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        tables.MapPost("/reset", ResetTables.RunAsync).Needs(Access.Operate).WithSummary("Put returned tables back into the queue, or only count them")
            .WithExample("""{"which": "named", "tables": ["42CGYA04"], "dryRun": true}""")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<WorkPage>, ProblemHttpResult>> ListAsync(
        string? status, string? name, string? order, string? after, int? limit, HttpContext context, IGrainFactory grains) =>
        WorkConditions.ReadOrder(order, out var isAscending) is { } refusal
            ? refusal
            : await WorkList.ReadAsync(
                grains,
                Sight.Of(context),
                new WorkFilter { Kind = TableNames.Kind, Queue = TableNames.Campaign, NamePrefix = name, Ascending = isAscending },
                status,
                after,
                limit);

    private static async Task<Results<Ok<TableAnswer>, ProblemHttpResult>> GetAsync(string name, IGrainFactory grains) =>
        await FindAsync(name, grains) is { } id && await grains.Reach<ITableGrain>(id).GetDetailsAsync() is { } details
            ? TypedResults.Ok(TableAnswer.Of(details))
            : await UnknownTables.ProblemAsync(name, grains);

    private static async Task<IResult> GetErrorAsync(string name, long leaseNumber, IGrainFactory grains)
    {
        if (await FindAsync(name, grains) is not { } id)
        {
            return await UnknownTables.ProblemAsync(name, grains);
        }

        return await grains.NewTableExport().GetErrorTextAsync(id, leaseNumber) is { } text
            ? TypedResults.Text(text, "text/plain; charset=utf-8")
            : Problem.Of(StatusCodes.Status404NotFound, "no-error", $"No error was handed in under the lease {leaseNumber}.");
    }

    private static async Task<Ok<CampaignStatistics>> GetStatisticsAsync(IGrainFactory grains) =>
        TypedResults.Ok(await grains.TableReports().GetStatisticsAsync());

    private static async Task<Ok<ImportProgress>> GetImportAsync(IGrainFactory grains) =>
        TypedResults.Ok(await grains.CampaignGrain().GetImportProgressAsync());

    private static async Task<long?> FindAsync(string name, IGrainFactory grains) =>
        name.Length <= MaxNameLength ? await grains.TableReports().FindAsync(name) : null;
}
