using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>The original's routes of maintenance: advice for its workers.</summary>
internal static class MaintenanceEndpoints
{
    private const int PageSize = 500;

    public static void MapMaintenance(this IEndpointRouteBuilder door)
    {
        door.MapPost("/maintenance-status", SetAsync)
            .Needs(Access.Operate)
            .WithMetadata(RequestSizeLimit.Own)
            .WithSummary("Begin or end maintenance")
            .TakesBody<MaintenanceChangeJson>("""{"msg": "The datastore moves", "paused": true}""")
            .Produces<MaintenanceJson>()
            .Produces<MessageJson>(StatusCodes.Status400BadRequest);
        door.MapGet("/maintenance-status", GetAsync).Needs(Access.Any).WithSummary("The newest maintenance record").Produces<MaintenanceJson>();
        door.MapGet("/maintenance-history", ListAsync).WithSummary("All maintenance records, newest first").Produces<MaintenanceJson[]>();
    }

    public static IMaintenanceGrain JobsMaintenance(this IGrainFactory grains) => grains.Reach<IMaintenanceGrain>(JobNames.Door);

    private static async Task<IResult> SetAsync(
        HttpContext context, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (change, malformed) = await RequestBody.ReadAsync(
            context.Request, JobLimits.Body, JobRequests.ReadMaintenance, cancellationToken);
        return malformed
            ?? Show(await grains.JobsMaintenance().SetAsync(change!.Message, change.Paused, Operator.Of(context)), time);
    }

    private static async Task<IResult> GetAsync(
        IGrainFactory grains, TimeProvider time, PauseNotice notice, CancellationToken cancellationToken)
    {
        var record = await grains.JobsMaintenance().GetAsync().WaitAsync(cancellationToken);
        notice.Note(record);
        return Show(record, time);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (maintenance, zone) = (grains.JobsMaintenance(), time.LocalTimeZone);
        var first = await PageAsync(null).WaitAsync(cancellationToken);
        return new StreamedList<MaintenanceRecord, MaintenanceJson>(
            first, before => PageAsync(before), record => MaintenanceJson.Of(record, zone), JobsJson.Default.MaintenanceJson);

        async Task<ListPage<MaintenanceRecord>> PageAsync(long? before)
        {
            var records = await maintenance.GetHistoryAsync(before, PageSize);
            return new ListPage<MaintenanceRecord>(records, records.Count == PageSize ? records[^1].Number : null);
        }
    }

    private static JsonAnswer<MaintenanceJson> Show(MaintenanceRecord record, TimeProvider time) =>
        JsonAnswer.Of(MaintenanceJson.Of(record, time.LocalTimeZone), JobsJson.Default.MaintenanceJson);
}
