using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

public sealed class EventsTests(RealNode node) : IClassFixture<RealNode>, IDisposable
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private CancellationToken Patience => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task What_happens_to_a_task_is_heard_and_a_listener_goes_on_where_it_was()
    {
        _patience.CancelAfter(TimeSpan.FromMinutes(1));
        await using var events = node.Client.Events.ListenAsync(new(Queue: _queue), cancellationToken: Patience).GetAsyncEnumerator(Patience);
        var next = events.MoveNextAsync().AsTask();
        var ids = new List<long>();
        do
        {
            // The listener is there when it hears the first; what came before is nobody's.
            ids.Add((await node.Client.Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: Patience)).Id!.Value);
            await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Patience));
        }
        while (!next.IsCompleted);

        Assert.True(await next);
        var first = events.Current;
        Assert.Contains(first.Id, ids);
        Assert.Equal(("queued", "task", _queue, "queued"), (first.Event, first.Kind, first.Queue, first.Status));

        await node.Client.Tasks.CancelAsync(first.Id, Patience);
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.Id != first.Id);

        Assert.Equal((first.Id, "cancelled"), (events.Current.Id, events.Current.Event));

        await foreach (var again in node.Client.Events.ListenAsync(new(Id: first.Id), first.EventId, Patience))
        {
            Assert.Equal((first.Id, "cancelled", events.Current.EventId), (again.Id, again.Event, again.EventId));
            break;
        }
    }
}
