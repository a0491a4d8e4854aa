namespace Switchyard.Tasks.Pages;

/// <summary>A task as it is typed into a form.</summary>
internal sealed class TaskFields
{
    public string Name { get; set; } = "";

    /// <summary>JSON.</summary>
    public string Payload { get; set; } = "{}";

    public string Delay { get; set; } = "";

    public string Priority { get; set; } = "";

    /// <summary>Separated by commas.</summary>
    public string Tags { get; set; } = "";

    public string UniqueKey { get; set; } = "";

    /// <summary>As a body of <c>POST /api/v1/tasks</c>.</summary>
    /// <exception cref="System.Text.Json.JsonException">The payload is no JSON.</exception>
    public byte[] ToJson(string queue) => FormJson.Of(json =>
    {
        json.WriteString("queue", queue);
        json.WriteJson("payload", Payload);
        json.WriteText("name", Name);
        json.WriteValue("priority", Priority);
        json.WriteValue("delay", Delay);
        json.WriteText("uniqueKey", UniqueKey);
        if (Tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } tags)
        {
            json.WriteStartArray("tags");
            foreach (var tag in tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }
    });
}
