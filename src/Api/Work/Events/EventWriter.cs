using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Switchyard.Work.Events;

/// <summary>Writes a stream of server-sent events. A reader that does not take them is given up after a time.</summary>
/// <param name="patience">For each write.</param>
internal sealed class EventWriter(PipeWriter body, JsonSerializerOptions json, TimeSpan patience, TimeProvider time)
{
    private static readonly byte[] End = "\n\n"u8.ToArray();

    /// <summary>How long a client is to wait before it comes again.</summary>
    public void Retry(TimeSpan after) => Text($"retry: {(long)after.TotalMilliseconds}\n\n");

    /// <summary>What no client takes for an event.</summary>
    public void Comment(string words) => Text($": {words}\n\n");

    /// <summary>A place to go on from, without an event.</summary>
    public void Place(string place) => Text($"id: {place}\n\n");

    /// <param name="place">To go on from; null: none.</param>
    public void Event<T>(string? place, string word, T data)
    {
        Text($"{(place is null ? "" : $"id: {place}\n")}event: {word}\ndata: ");
        using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = json.Encoder }))
        {
            JsonSerializer.Serialize(writer, data, json);
        }

        body.Write(End);
    }

    /// <exception cref="TimeoutException">The client does not read.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enough.Token);
        try
        {
            await body.FlushAsync(either.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The reader of a stream of events is too slow.");
        }
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, body);
}
