using System.Collections.Concurrent;
using System.Diagnostics;
using Switchyard.Client.Tasks;
using Switchyard.Client.Tracing;
using Switchyard.Client.Workers;

namespace Switchyard.Client.Node;

/// <summary>The trace of a task goes from the submit through the node to the attempts.</summary>
public sealed class TraceTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_attempt_is_a_child_of_the_submit_and_later_ones_link_to_it()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClientTracing.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<int>(
            _queue,
            (task, _) => task.Attempt == 1 ? throw new TaskFailedException("Again.", retryAfter: TimeSpan.Zero) : Task.CompletedTask,
            RealNode.With()));

        using var ours = new Activity("ours") { TraceStateString = "vendor=1" }.Start();
        var id = (await node.Client.Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation)).Id!.Value;
        ours.Stop();
        await node.Client.Tasks.WaitAsync(id, _cancellation);
        await host.StopAsync(_cancellation);

        var mine = spans.Where(span => Equals(span.GetTagItem("messaging.destination.name"), _queue)).ToList();
        var create = Assert.Single(mine, span => Equals(span.GetTagItem("messaging.operation.type"), "create"));
        Assert.Equal(ours.SpanId, create.ParentSpanId);
        Assert.Equal(ActivityKind.Producer, create.Kind);

        var attempts = mine.Where(span => Equals(span.GetTagItem("messaging.operation.type"), "process")).OrderBy(span => span.StartTimeUtc).ToList();
        Assert.Equal(2, attempts.Count);
        Assert.All(attempts, span => Assert.Equal($"{id}", span.GetTagItem("messaging.message.id")));
        Assert.Equal((create.SpanId, create.TraceId, "vendor=1"), (attempts[0].ParentSpanId, attempts[0].TraceId, attempts[0].TraceStateString));
        Assert.Equal(ActivityStatusCode.Error, attempts[0].Status);
        Assert.NotEqual(create.TraceId, attempts[1].TraceId);
        Assert.Equal(default, attempts[1].ParentSpanId);
        Assert.Equal(create.SpanId, Assert.Single(attempts[1].Links).Context.SpanId);

        var settles = mine.Where(span => Equals(span.GetTagItem("messaging.operation.type"), "settle")).ToList();
        Assert.Equal(attempts.Select(span => span.SpanId).Order(Comparer<ActivitySpanId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))),
            settles.SelectMany(span => span.Links).Select(link => link.Context.SpanId).Order(Comparer<ActivitySpanId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
    }

    [Fact]
    public async Task Without_a_listener_the_current_trace_goes_with_the_task()
    {
        using var ours = new Activity("ours").Start();
        var id = (await node.Client.Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation)).Id!.Value;

        var claimed = Assert.Single((await node.Client.Tasks.ClaimAsync(new("hand", [_queue]), TasksClient.LongestWait, _cancellation)).Items);

        Assert.Equal(id, claimed.Id);
        Assert.Equal(ours.TraceId.ToString(), claimed.Trace!.Traceparent.Split('-')[1]);
    }
}
