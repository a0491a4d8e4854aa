
namespace Switchyard.Jobs.Wire;

/// <summary>A maintenance record as the original shows it.</summary>
/// <param name="Timestamp">Local time without an offset.</param>
internal sealed record MaintenanceJson(string Msg, bool Paused, string Timestamp)
{
    public static MaintenanceJson Of(MaintenanceRecord record, TimeZoneInfo zone) =>
        new(record.Message, record.Paused, LocalTime.Format(record.At, zone));
}
