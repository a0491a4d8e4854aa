using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

public sealed class EventsTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_to_a_task_is_heard_and_a_listener_goes_on_where_it_was()
    {
        await using var events = node.Client.Events.ListenAsync(new(Queue: _queue), cancellationToken: _cancellation).GetAsyncEnumerator(_cancellation);
        var next = events.MoveNextAsync().AsTask();
        var ids = new List<long>();
        do
        {
            // The listener is there when it hears the first; what came before is nobody's.
            ids.Add((await node.Client.Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation)).Id!.Value);
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, _cancellation));
        }
        while (!next.IsCompleted);

        Assert.True(await next);
        var first = events.Current;
        Assert.Contains(first.Id, ids);
        Assert.Equal(("queued", "task", _queue, "queued"), (first.Event, first.Kind, first.Queue, first.Status));

        await node.Client.Tasks.CancelAsync(first.Id, _cancellation);
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.Id != first.Id);

        Assert.Equal((first.Id, "cancelled"), (events.Current.Id, events.Current.Event));

        await foreach (var again in node.Client.Events.ListenAsync(new(Id: first.Id), first.EventId, _cancellation))
        {
            Assert.Equal((first.Id, "cancelled", events.Current.EventId), (again.Id, again.Event, again.EventId));
            break;
        }
    }
}
