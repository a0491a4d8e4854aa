using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Tickets;

/// <param name="Id">Of the work item, too.</param>
internal sealed record Ticket(long Id, string Token)
{
    public string Status => $"/status/{Id}&{Token}";

    public string Result => $"/result/{Id}&{Token}";
}

/// <summary>Makes tickets and asks for them, as <c>curl -F service=... -F payload=@...</c> does.</summary>
internal static partial class TicketClient
{
    /// <param name="payload">Null: the form has none.</param>
    public static async Task<Answer> RequestAsync(this Door door, string service, byte[]? payload, string path = "/request")
    {
        using var form = new MultipartFormDataContent { { new StringContent(service), "service" } };
        if (payload is not null)
        {
            var file = new ByteArrayContent(payload);
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(file, "payload", "payload.tar.gz");
        }

        return await door.PostAsync(path, form);
    }

    public static async Task<Ticket> SubmitAsync(this Door door, string service, byte[] payload)
    {
        var answer = (await door.RequestAsync(service, payload)).Is(HttpStatusCode.OK);
        var told = Told().Match(answer.Text);
        Assert.True(told.Success, answer.Text);
        return new Ticket(long.Parse(told.Groups[1].ValueSpan), told.Groups[2].Value);
    }

    public static Task<Ticket> SubmitAsync(this Door door, string service, string inputs) => door.SubmitAsync(service, Archive.OfInputs(inputs));

    /// <summary>Polls as the original's client does; answers the last status.</summary>
    public static async Task<string> EndAsync(this Door door, Ticket ticket) => (await Eventually.AskAsync(
        () => door.GetAsync(ticket.Status),
        answer => answer.Is(HttpStatusCode.OK).Text is "Task has been finished!" or "Errors occurred")).Text;

    /// <summary>The only file of the result of a ticket that must succeed.</summary>
    public static async Task<(string Name, byte[] Content)> ResultAsync(this Door door, Ticket ticket)
    {
        var end = await door.EndAsync(ticket);
        Assert.True(end == "Task has been finished!", $"{end}: {(await door.WorkAsync(ticket)).ToJsonString()}");
        return Archive.ReadOnly((await door.GetAsync(ticket.Result)).Is(HttpStatusCode.OK).Body);
    }

    /// <summary>The ticket as an operator sees it.</summary>
    public static async Task<JsonNode> WorkAsync(this Door door, Ticket ticket) =>
        (await door.GetAsync($"/api/v1/work/{ticket.Id}")).Is(HttpStatusCode.OK).Json;

    /// <summary>Waits for what a run says.</summary>
    public static Task SaysAsync(this Door door, Ticket ticket, string words) => Eventually.AskAsync(
        () => door.WorkAsync(ticket), work => ((string?)work["log"])?.Contains(words, StringComparison.Ordinal) == true);

    [GeneratedRegex("^Ask for ID: ([0-9]+) with token: ([A-Za-z0-9_-]{22,})$")]
    private static partial Regex Told();
}
