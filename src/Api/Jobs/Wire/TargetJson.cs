namespace Switchyard.Jobs.Wire;

/// <summary>The last that happened to a target.</summary>
/// <param name="LastUpdatedAt">Local time without an offset.</param>
/// <param name="LastUpdatedBy">Who made the job, not who reported on it.</param>
internal sealed record TargetJson(string Name, string LastUpdatedAt, string Status, JobUser LastUpdatedBy, IReadOnlyList<string> Action)
{
    public static TargetJson Of(TargetView target, TimeZoneInfo zone) => new(
        target.Name, LocalTime.Format(target.LastUpdatedAt, zone), JobWords.Of(target.Status), target.LastUpdatedBy, target.Action);
}
