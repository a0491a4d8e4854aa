using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Switchyard.Acceptance.Jobs;

/// <summary>Texts as they go over the wire, but for what differs each time.</summary>
internal static partial class Wire
{
    public const string TestUser = """{"userId":"1234-1234-1234-1234","firstName":"Test","lastName":"User"}""";

    /// <summary>Without the times. Only times as the original writes them are such: local, without offset, microseconds or none.</summary>
    public static string Masked(string json) => Times().Replace(json, "\"<time>\"");

    public static string Masked(JsonNode json) => Masked(Text(json));

    /// <summary>JSON with no more escapes than it needs, for comparisons with what was received.</summary>
    public static string Text(JsonNode json) => json.ToJsonString(Plain);

    /// <summary>The lines of a log as they are on the wire, without their times.</summary>
    public static string Log(params IEnumerable<string> lines) =>
        Text(new JsonArray([.. lines.Select(line => new JsonObject { ["at"] = "<time>", ["message"] = line })]));

    /// <summary>The time is local, and lies between these two, when all are cut to milliseconds.</summary>
    public static void IsBetween(DateTimeOffset after, DateTimeOffset before, string? time)
    {
        Assert.Matches(Times(), $"\"{time}\"");
        var at = DateTime.ParseExact(time!, ["yyyy-MM-dd'T'HH:mm:ss.ffffff", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture);
        Assert.InRange(at, after.LocalDateTime.AddTicks(-(after.Ticks % TimeSpan.TicksPerMillisecond)), before.LocalDateTime);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex("""
        "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?"
        """)]
    private static partial Regex Times();
}
