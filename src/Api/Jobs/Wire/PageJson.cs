using System.Text.Json.Serialization;

namespace Switchyard.Jobs.Wire;

/// <summary>One page of jobs.</summary>
/// <param name="Next">Hand it in as the next page's after; null at the end.</param>
internal sealed record JobPageJson(
    IReadOnlyList<HeldJobJson> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>One page of maintenance records.</summary>
/// <param name="Next">Hand it in as the next page's after; null at the end.</param>
internal sealed record MaintenancePageJson(
    IReadOnlyList<MaintenanceRecordJson> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>A maintenance record for operators.</summary>
internal sealed record MaintenanceRecordJson(long Number, string Message, bool Paused, DateTimeOffset At, string By)
{
    public static MaintenanceRecordJson Of(MaintenanceRecord record) =>
        new(record.Number, record.Message, record.Paused, record.At.ToUniversalTime(), record.By);
}

/// <param name="Message">Why, for people; at most 10,000 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MaintenanceRequest([property: JsonRequired] string Message, [property: JsonRequired] bool Paused);
