namespace Switchyard.Yard;

/// <summary>The system's time on a machine of another zone.</summary>
public sealed class ZonedTime(TimeSpan offset) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("there", offset, "there", "there");
}
