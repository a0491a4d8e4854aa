using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Text;

namespace Switchyard.Expertise.Submission;

/// <summary>
/// What a job shows as its request. Lists of thousands of papers would make every list of jobs as long: a long request is
/// shown with the beginnings of its lists and texts.
/// </summary>
internal static class ShownRequest
{
    /// <summary>Bytes up to which it is shown as it came.</summary>
    public const int Whole = 256 * 1024;

    private const int Most = 1024 * 1024;
    private const int MostItems = 100;
    private const int MostCharacters = 1000;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ExpertiseRefusedException">It is long without lists or texts that are.</exception>
    public static byte[] Write(JsonObject request, ExpertiseStyle style)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(request, Options);
        if (json.Length > Whole)
        {
            json = JsonSerializer.SerializeToUtf8Bytes(Shorten(request), Options);
        }

        return json.Length <= Most ? json : throw style.BadRequest($"the request has more than {Most} bytes besides its lists");
    }

    private static JsonNode? Shorten(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shorten(member.Value)))),
        JsonArray items => new JsonArray([.. items.Take(MostItems).Select(Shorten)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > MostCharacters } text =>
            JsonValue.Create(SoundText.StartOf(text, MostCharacters)),
        _ => node?.DeepClone(),
    };
}
