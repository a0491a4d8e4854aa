using System.Text.Json;

namespace Switchyard.Tickets.Classic;

/// <summary>Answers of the classic protocol: a JSON list with status 200, whatever it says.</summary>
internal sealed class ClassicAnswer(Action<Utf8JsonWriter> write) : IResult, IContentTypeHttpResult
{
    public const string Json = "application/json";

    public const string RequestParsing = "Server-side ERROR during request parsing";
    public const string Processing = "Server-side ERROR during processing";
    public const string Creation = "Server-side ERROR during response message creation";

    public string? ContentType => Json;

    /// <summary>Ask again, under this id.</summary>
    public static ClassicAnswer Delayed(string requestId) => new(json =>
    {
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteString("type", "DelayedResponse");
        json.WriteString("request_id", requestId);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>It is over: the client shows it and asks no more.</summary>
    public static ClassicAnswer Error(string error, string reason) => Text($"{error}: {reason}", "Error!");

    public static ClassicAnswer Text(string text, string label = "") => new(json =>
    {
        json.WriteStartArray();
        WriteText(json, text, label);
        json.WriteEndArray();
    });

    public static void WriteText(Utf8JsonWriter json, string text, string label = "")
    {
        json.WriteStartObject();
        json.WriteString("type", "PlainText");
        json.WriteString("content", text);
        json.WriteString("label", label);
        json.WriteEndObject();
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = Json;
        response.Headers.CacheControl = "no-store";
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        write(json);
        await json.FlushAsync(httpContext.RequestAborted);
    }
}
