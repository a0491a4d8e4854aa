using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Client.Http;

namespace Switchyard.Client.Tickets;

/// <summary>Archives for services: upload, poll, fetch.</summary>
/// <remarks>All methods throw <see cref="SwitchyardException"/> when they are refused.</remarks>
public sealed class TicketsClient
{
    private const string Route = "api/v1/tickets";

    /// <summary>Uploads and downloads may be long.</summary>
    private static readonly TimeSpan Transfer = TimeSpan.FromMinutes(30);
    private static readonly HttpStatusCode[] Unknown = [HttpStatusCode.NotFound];
    private static readonly HttpStatusCode[] UnknownOrConflict = [HttpStatusCode.NotFound, HttpStatusCode.Conflict];

    private readonly ApiTransport _api;

    internal TicketsClient(ApiTransport api) => _api = api;

    /// <summary>Makes a ticket. Is not made again when its answer is lost, for that could make two.</summary>
    /// <param name="service">What is to run.</param>
    /// <param name="archive">A <c>.tar.gz</c> with the service's inputs; is read to its end.</param>
    /// <param name="fileName">Of the archive.</param>
    public async Task<NewTicket> UploadAsync(string service, Stream archive, string fileName = "payload.tar.gz", CancellationToken cancellationToken = default)
    {
        var call = new ApiCall(HttpMethod.Post, Route)
        {
            // A stream is read once, so nothing of this can be repeated.
            Content = () => new MultipartFormDataContent { { new StringContent(service), "service" }, { new StreamContent(archive), "payload", fileName } },
            Timeout = Transfer,
            Retried = false,
        };
        using var answer = await _api.SendAsync(call, cancellationToken);
        return await answer.ReadAsync(TicketsJson.Default.NewTicket, cancellationToken);
    }

    /// <summary>How a ticket stands.</summary>
    /// <returns>Null: there is none, or the token is another's.</returns>
    public async Task<Ticket?> GetAsync(long id, string token, CancellationToken cancellationToken = default)
    {
        using var answer = await _api.SendAsync(CallOf(HttpMethod.Get, $"{Route}/{id}", token) with { Expected = Unknown }, cancellationToken);
        return answer.Message.StatusCode == HttpStatusCode.NotFound ? null : await answer.ReadAsync(TicketsJson.Default.Ticket, cancellationToken);
    }

    /// <summary>Polls a ticket until it has ended, as long as it takes.</summary>
    /// <param name="every">Between two looks.</param>
    /// <returns>Null: there is none, or the token is another's.</returns>
    public async Task<Ticket?> WaitAsync(long id, string token, TimeSpan every, CancellationToken cancellationToken = default)
    {
        while (await GetAsync(id, token, cancellationToken) is { } ticket)
        {
            if (ticket.HasEnded)
            {
                return ticket;
            }

            await Task.Delay(every, _api.Time, cancellationToken);
        }

        return null;
    }

    /// <summary>Fetches the result. It may be fetched again when the transfer breaks.</summary>
    /// <param name="target">Is written to as the result comes.</param>
    /// <returns>False: there is none (yet, or any more).</returns>
    public async Task<bool> DownloadAsync(long id, string token, Stream target, CancellationToken cancellationToken = default)
    {
        var call = CallOf(HttpMethod.Get, $"{Route}/{id}/result", token) with { Streams = true, Expected = UnknownOrConflict };
        using var answer = await _api.SendAsync(call, cancellationToken);
        if (!answer.Message.IsSuccessStatusCode)
        {
            return false;
        }

        await answer.Message.Content.CopyToAsync(target, cancellationToken);
        return true;
    }

    /// <summary>Ends a ticket; when this returns, nothing of it runs any more.</summary>
    /// <returns>False: it has ended already, or there is none.</returns>
    public async Task<bool> CancelAsync(long id, string token, CancellationToken cancellationToken = default)
    {
        using var answer = await _api.SendAsync(
            CallOf(HttpMethod.Post, $"{Route}/{id}/cancel", token) with { Expected = UnknownOrConflict }, cancellationToken);
        return answer.Message.IsSuccessStatusCode;
    }

    private static ApiCall CallOf(HttpMethod method, string path, string token) => new(method, path) { Headers = [("X-Ticket-Token", token)] };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(NewTicket))]
[JsonSerializable(typeof(Ticket))]
internal sealed partial class TicketsJson : JsonSerializerContext;
