using System.Globalization;
using System.Text.Json;
using Switchyard.Cli.Http;

namespace Switchyard.Cli.Output;

/// <summary>Times for people: of this machine's zone, or UTC where that is wanted.</summary>
internal sealed class Times(TimeProvider time, bool isUtc)
{
    /// <summary>"2026-01-31 13:00:00", with a Z where it is UTC; empty: there is none.</summary>
    public string At(DateTimeOffset? at) => at switch
    {
        null => "",
        { } some when isUtc => some.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        { } some => TimeZoneInfo.ConvertTime(some, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
    };

    public string At(JsonElement element, string name) => At(element.Time(name));

    /// <summary>How long ago it was, or how long it takes from now; empty: there is none.</summary>
    public string Span(DateTimeOffset? at) => at is { } some ? Words.Of(time.GetUtcNow() - some) : "";

    public string Span(JsonElement element, string name) => Span(element.Time(name));
}
