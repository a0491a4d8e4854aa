using System.Net.Http.Json;
using Switchyard.Client.Events;

namespace Switchyard.Client.Node;

/// <summary>Events are those of all kinds of work; a listener outlasts the node.</summary>
public sealed class EventsOfJobsTests : IDisposable
{
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private CancellationToken Patience => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task A_listener_goes_on_where_it_was_and_outlasts_a_restart()
    {
        _patience.CancelAfter(TimeSpan.FromMinutes(2));
        await using var node = new RealNode();
        await node.InitializeAsync();
        await using var events = node.Client.Events.ListenAsync(new(Kind: "job"), cancellationToken: Patience).GetAsyncEnumerator(Patience);

        var first = await HearAsync(node, events, "BEFORE");
        Assert.Equal(("queued", "job", "queued"), (first.Event, first.Kind, first.Status));
        var second = await HearAsync(node, events, "LATER");
        await foreach (var again in node.Client.Events.ListenAsync(new(Kind: "job"), first.EventId, Patience))
        {
            // What came after the first, though it was heard by nobody then.
            Assert.NotEqual(first.EventId, again.EventId);
            Assert.False(again.IsReset);
            break;
        }

        await node.Process.KillAsync();
        await node.StartAsync();

        var third = await HearAsync(node, events, "AFTER");
        Assert.NotEqual(second.Id, third.Id);
    }

    /// <summary>Makes jobs until one is heard of: a listener may come a moment later than the first.</summary>
    private async Task<TaskEvent> HearAsync(RealNode node, IAsyncEnumerator<TaskEvent> events, string target)
    {
        var next = NextAsync(events);
        for (var number = 0; !next.IsCompleted; number++)
        {
            var job = new { operation = "ADD", target = $"{target}_{number}" };
            using var made = await node.Process.Http.PostAsJsonAsync("/jobs", new { jobs = new[] { job } }, Patience);
            made.EnsureSuccessStatusCode();
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Patience));
        }

        return await next;
    }

    private static async Task<TaskEvent> NextAsync(IAsyncEnumerator<TaskEvent> events)
    {
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.IsReset || events.Current.Event != "queued");

        return events.Current;
    }
}
