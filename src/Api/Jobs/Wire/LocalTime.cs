using System.Globalization;

namespace Switchyard.Jobs.Wire;

/// <summary>Times as the original writes them: the node's own, without an offset, microseconds only when there are any.</summary>
internal static class LocalTime
{
    public static string Format(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var whole = local.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond == 0;
        return local.ToString(whole ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
    }
}
