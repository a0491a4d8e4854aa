using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Switchyard.Expertise;

/// <summary>How the door's answers become JSON. The seed's members are in snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProbeJson))]
[JsonSerializable(typeof(NewestErrorJson))]
[JsonSerializable(typeof(SeedErrorJson))]
[JsonSerializable(typeof(NewestJobJson))]
[JsonSerializable(typeof(SeedJobJson))]
[JsonSerializable(typeof(SeedJobsJson))]
[JsonSerializable(typeof(StatusJson))]
[JsonSerializable(typeof(StatusListJson))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(string))]
internal sealed partial class ExpertiseJson : JsonSerializerContext
{
    /// <summary>With no more escapes than JSON needs.</summary>
    public static ExpertiseJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

internal static class ExpertiseAnswer
{
    public const string ContentType = "application/json";

    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonHttpResult<T> Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, type, ContentType, status);
}

internal sealed record ProbeJson(string Status);

internal sealed record NewestErrorJson(string Name, string Message);

internal sealed record SeedErrorJson(string Error);

internal sealed record NewestJobJson(string JobId);

/// <param name="JobId">A decimal number, as text.</param>
internal sealed record SeedJobJson(
    [property: JsonPropertyName("user_id")] string UserId,
    [property: JsonPropertyName("job_id")] string JobId);

/// <summary>The seed's list: each step with its jobs, in the order of submission.</summary>
internal sealed record SeedJobsJson(IReadOnlyList<SeedStepJson> Dataset, IReadOnlyList<SeedStepJson> Expertise);

internal sealed record SeedStepJson(
    [property: JsonPropertyName("job_name")] string JobName,
    [property: JsonPropertyName("job_id")] string JobId,
    string Status);

/// <summary>A job as the newest API shows it.</summary>
/// <param name="Tauthor">Whose it is.</param>
/// <param name="Cdate">Milliseconds since 1970.</param>
/// <param name="Mdate">When it last changed.</param>
internal sealed record StatusJson(
    string Name,
    string Tauthor,
    string JobId,
    string Status,
    string Description,
    long Cdate,
    long Mdate,
    JsonElement Request);

internal sealed record StatusListJson(IReadOnlyList<StatusJson> Results);
