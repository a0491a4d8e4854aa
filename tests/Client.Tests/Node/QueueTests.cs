using Switchyard.Client.Queues;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

public sealed class QueueTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private QueuesClient Queues => node.Client.Queues;

    [Fact]
    public async Task A_policy_is_kept()
    {
        Assert.Null(await Queues.GetAsync("nobody-knows", _cancellation));
        var policy = new QueuePolicy
        {
            Lease = TimeSpan.FromSeconds(90),
            MaxAttempts = 3,
            Backoff = new(TimeSpan.FromSeconds(2), 3, TimeSpan.FromMinutes(5), 0),
            Timeout = TimeSpan.FromMinutes(2),
            Concurrency = 10,
            GroupConcurrency = 2,
            Rate = new(100, TimeSpan.FromSeconds(1)),
            Retention = new(TimeSpan.FromDays(1), TimeSpan.FromDays(2)),
        };

        await Queues.PutPolicyAsync(_queue, policy, _cancellation);

        Assert.Equal(policy, (await Queues.GetAsync(_queue, _cancellation))!.Policy);
    }

    [Fact]
    public async Task A_paused_queue_hands_out_nothing_and_says_so()
    {
        await node.Client.Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation);
        await Queues.PauseAsync(_queue, "a test", _cancellation);

        Assert.Equal("a test", (await Queues.GetAsync(_queue, _cancellation))!.Pause!.Reason);
        var claimed = await node.Client.Tasks.ClaimAsync(new("hand", [_queue]), cancellationToken: _cancellation);
        Assert.Empty(claimed.Items);
        Assert.Equal([_queue], claimed.Paused);

        await Queues.ResumeAsync(_queue, _cancellation);
        Assert.Single((await node.Client.Tasks.ClaimAsync(new("hand", [_queue]), TasksClient.LongestWait, _cancellation)).Items);
        Assert.Equal(1, (await Queues.GetAsync(_queue, _cancellation))!.Running);
    }
}
