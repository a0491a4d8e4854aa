using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs.Wire;
using Switchyard.Work;

namespace Switchyard.Jobs;

/// <summary>Maintenance of the door for operators: the same records as on the original's routes, with who.</summary>
internal static class MaintenanceOperation
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static void MapMaintenanceOperation(this IEndpointRouteBuilder jobs)
    {
        var maintenance = jobs.MapGroup("/maintenance").Needs(Access.Read).ProducesProblem(StatusCodes.Status400BadRequest);
        maintenance.MapGet("", GetAsync).Needs(Access.Any).WithSummary("The newest maintenance record");
        maintenance.MapPost("", SetAsync).Needs(Access.Operate).WithSummary("Begin or end maintenance: while paused no job is claimed; running ones go on")
            .WithExample("""{"message": "The datastore moves", "paused": true}""");
        maintenance.MapGet("/history", ListAsync).WithSummary("One page of maintenance records, newest first unless order says otherwise");
    }

    private static async Task<JsonAnswer<MaintenanceRecordJson>> GetAsync(IGrainFactory grains, CancellationToken cancellationToken) =>
        Show(await grains.JobsMaintenance().GetAsync().WaitAsync(cancellationToken));

    private static async Task<Results<JsonAnswer<MaintenanceRecordJson>, ProblemHttpResult>> SetAsync(
        MaintenanceRequest request, HttpContext context, IGrainFactory grains)
    {
        if (request.Message is null || request.Message.Length > JobLimits.Description)
        {
            return Problem.Invalid($"message must be at most {JobLimits.Description} characters.");
        }

        return OutsideText.IsSound(request.Message)
            ? Show(await grains.JobsMaintenance().SetAsync(request.Message, request.Paused, Operator.Of(context)))
            : Problem.Invalid($"message {OutsideText.Refusal}");
    }

    private static async Task<Results<JsonAnswer<MaintenancePageJson>, ProblemHttpResult>> ListAsync(
        string? order, string? after, int? limit, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Invalid($"limit must be 1 to {MaxLimit}.");
        }

        if (WorkConditions.ReadOrder(order, out var isAscending) is { } refusal)
        {
            return refusal;
        }

        if (!Cursor.TryRead(after, out var place))
        {
            return Problem.Invalid(Cursor.Refusal);
        }

        var (most, maintenance) = (limit ?? DefaultLimit, grains.JobsMaintenance());
        var records = await (isAscending ? maintenance.GetHistoryUpAsync(place, most) : maintenance.GetHistoryAsync(place, most)).WaitAsync(cancellationToken);
        return JsonAnswer.Of(
            new MaintenancePageJson(
                [.. records.Select(MaintenanceRecordJson.Of)], Cursor.Write(records.Count == most ? records[^1].Number : null)),
            JobsJson.Default.MaintenancePageJson);
    }

    private static JsonAnswer<MaintenanceRecordJson> Show(MaintenanceRecord record) =>
        JsonAnswer.Of(MaintenanceRecordJson.Of(record), JobsJson.Default.MaintenanceRecordJson);
}
