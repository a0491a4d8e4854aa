using System.Text.Json;

namespace Switchyard.Tickets.Pages;

/// <summary>What the door answered to an upload that the browser sent.</summary>
/// <param name="Status">0: the connection broke, or a person stopped it.</param>
internal sealed record UploadAnswer(int Status, string Body)
{
    /// <summary>Why there is no ticket, for people.</summary>
    public string Refusal => Status == 0 ? "It was not sent to its end." : Member("detail") ?? $"The node answered {Status}.";

    /// <summary>The new ticket; null when there is none.</summary>
    public MadeTicket? ReadTicket() =>
        Status == StatusCodes.Status202Accepted ? JsonSerializer.Deserialize<MadeTicket>(Body, JsonSerializerOptions.Web) : null;

    private string? Member(string name)
    {
        try
        {
            using var json = JsonDocument.Parse(Body);
            return json.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Token">Told once.</param>
internal sealed record MadeTicket(long Id, string Token);
