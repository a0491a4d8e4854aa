using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Switchyard.Work.Events;

/// <summary>Somebody who listens to events.</summary>
public sealed class Listener : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private Listener(HttpResponseMessage answer, Stream body)
    {
        _answer = answer;
        _events = SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>Of the last event that came.</summary>
    public string? Place { get; private set; }

    /// <summary>Listens from when this completes, or on from a place.</summary>
    public static async Task<Listener> OpenAsync(HttpClient client, string query = "", string? after = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/events{query}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (after is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", after);
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new Listener(answer, await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The next event, or null when the stream has ended.</summary>
    public async Task<(string Word, JsonNode Data)?> NextAsync()
    {
        if (!await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken))
        {
            return null;
        }

        Place = _events.Current.EventId;
        return (_events.Current.EventType, JsonNode.Parse(_events.Current.Data)!);
    }

    /// <summary>The words of the next events of an item; those of other items are passed over.</summary>
    public async Task<IReadOnlyList<string>> WordsOfAsync(long id, int count)
    {
        var words = new List<string>();
        while (words.Count < count)
        {
            var (word, data) = await NextAsync() ?? throw new InvalidOperationException("The stream has ended.");
            if ((long?)data["id"] == id)
            {
                words.Add(word);
            }
        }

        return words;
    }

    public ValueTask DisposeAsync()
    {
        // A stream that is being read is not disposed of: its connection ends with the answer.
        _answer.Dispose();
        return ValueTask.CompletedTask;
    }
}
