using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Tasks;

/// <param name="Data">Null's stand-in, an empty object, where an event has none.</param>
internal sealed record ToldEvent(string Id, string Name, JsonNode Data);

/// <summary>A stream of events, read as a browser reads it.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _lines) = (response, new StreamReader(body));

    /// <summary>Events after this are told, and those after <paramref name="lastEventId"/>.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient http, string query, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/events?{query}");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next events, when so many have come.</summary>
    public async Task<List<ToldEvent>> UntilAsync(int count)
    {
        var told = new List<ToldEvent>();
        using var patience = new CancellationTokenSource(Patience);
        var (id, name, data) = ("", "message", "");
        while (told.Count < count)
        {
            var line = await _lines.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException("The events ended.");
            if (line.Length == 0)
            {
                if (name != "message")
                {
                    told.Add(new ToldEvent(id, name, data.Length > 0 ? JsonNode.Parse(data) ?? new JsonObject() : new JsonObject()));
                }

                (name, data) = ("message", "");
            }
            else if (line.Split(':', 2) is [var field, var value])
            {
                (id, name, data) = field switch
                {
                    "id" => (value.TrimStart(' '), name, data),
                    "event" => (id, value.TrimStart(' '), data),
                    "data" => (id, name, data + value.TrimStart(' ')),
                    _ => (id, name, data),
                };
            }
        }

        return told;
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
