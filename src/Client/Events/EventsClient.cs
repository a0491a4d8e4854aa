using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Client.Http;

namespace Switchyard.Client.Events;

/// <summary>What happens in the cluster, as it happens.</summary>
public sealed class EventsClient
{
    private const string Route = "api/v1/events";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly ApiTransport _api;

    internal EventsClient(ApiTransport api) => _api = api;

    /// <summary>
    /// Listens until it is cancelled. When the node is lost it is asked again for what came after the last event that was
    /// heard, so nothing is missed but where a <see cref="TaskEvent.Reset"/> says so.
    /// </summary>
    /// <param name="filter">Which events; null: all.</param>
    /// <param name="lastEventId">Go on after this; null: from now on.</param>
    /// <exception cref="SwitchyardException">Refused.</exception>
    /// <exception cref="HttpRequestException">The node was not reached, time and again.</exception>
    public async IAsyncEnumerable<TaskEvent> ListenAsync(
        EventFilter? filter = null, string? lastEventId = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = Query.Of(Route, ("queue", filter?.Queue), ("kind", filter?.Kind), ("id", filter?.Id));
        var last = lastEventId;
        while (true)
        {
            IReadOnlyList<(string, string)> headers = last is null ? [("Accept", "text/event-stream")] : [("Accept", "text/event-stream"), ("Last-Event-ID", last)];
            using var answer = await _api.SendAsync(new(HttpMethod.Get, path) { Streams = true, Headers = headers }, cancellationToken);
            await using var body = await answer.Message.Content.ReadAsStreamAsync(cancellationToken);
            var parser = SseParser.Create(body, static (_, data) => JsonSerializer.Deserialize(data, EventsJson.Default.JsonElement));
            await using var events = parser.EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(events))
            {
                last = events.Current.EventId ?? (parser.LastEventId is { Length: > 0 } id ? id : last);
                yield return Read(events.Current, last);
            }

            // The node ended the stream, or is gone. It may have said where the stream stands without an event.
            last = parser.LastEventId is { Length: > 0 } place ? place : last;
            var pause = parser.ReconnectionInterval is { Ticks: > 0 } asked ? asked : ShortestPause;
            await Task.Delay(pause, _api.Time, cancellationToken);
        }
    }

    /// <returns>False: the stream has ended.</returns>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<JsonElement>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return false;
        }
    }

    private static TaskEvent Read(SseItem<JsonElement> item, string? eventId)
    {
        var data = item.Data.ValueKind == JsonValueKind.Object ? item.Data.Deserialize(EventsJson.Default.EventData) : null;
        return new(eventId, item.EventType, data?.Id ?? 0, data?.Kind, data?.Queue, data?.Status, item.Data);
    }
}

internal sealed record EventData(long Id = 0, string? Kind = null, string? Queue = null, string? Status = null);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EventData))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class EventsJson : JsonSerializerContext;
