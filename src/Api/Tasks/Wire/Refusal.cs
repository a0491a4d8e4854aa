using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Tasks.Wire;

/// <summary>Why something that came in is not taken, for its sender.</summary>
/// <param name="Status">Of HTTP.</param>
internal sealed record Refusal(int Status, string Detail)
{
    public static Refusal Invalid(string detail) => new(StatusCodes.Status400BadRequest, detail);

    public static Refusal TooLarge(string detail) => new(StatusCodes.Status413PayloadTooLarge, detail);

    public static Refusal Forbidden(string detail) => new(StatusCodes.Status403Forbidden, detail);

    /// <summary>The body is no JSON at all.</summary>
    public static Refusal Of(JsonException wrong) => Invalid(RequestMistake.Describe(wrong));

    /// <summary>Of a request as a whole.</summary>
    public Task AnswerAsync(HttpContext context) => Problem.OfStatus(Status, Detail).ExecuteAsync(context);

    /// <summary>Of one among many: <c>{"error": {problem}}</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, Problem.TypePrefix + Problem.TypeOf(Status));
        json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(Status));
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Detail);
        if (Actor.RequestId is { } request)
        {
            json.WriteString(Problem.RequestIdMember, request);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
