using System.Threading.Channels;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

/// <summary>A node that hangs: connections stay open, and nothing is answered.</summary>
public sealed class FrozenNodeTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lease_that_cannot_be_held_cancels_its_handler_and_the_task_is_done_anew()
    {
        var queue = RealNode.NewQueue();
        var begun = Channel.CreateUnbounded<int>();
        var cancelled = Channel.CreateUnbounded<int>();
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<int, string>(
            queue,
            async (task, cancellationToken) =>
            {
                begun.Writer.TryWrite(task.Attempt);
                if (task.Attempt == 1)
                {
                    try
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                    }
                    finally
                    {
                        cancelled.Writer.TryWrite(task.Attempt);
                    }
                }

                return "done";
            },
            RealNode.With(lease: 3)));
        var id = (await node.Client.Tasks.SubmitAsync(NewTask.Of(queue, 1), cancellationToken: _cancellation)).Id!.Value;
        Assert.Equal(1, await begun.Reader.ReadAsync(_cancellation));

        node.Process.Freeze();
        Assert.Equal(1, await cancelled.Reader.ReadAsync(_cancellation).AsTask().WaitAsync(TimeSpan.FromSeconds(30), _cancellation));
        node.Process.Thaw();

        Assert.Equal(2, await begun.Reader.ReadAsync(_cancellation).AsTask().WaitAsync(TimeSpan.FromMinutes(2), _cancellation));
        var done = await node.Client.Tasks.WaitAsync(id, _cancellation);
        Assert.Equal((TaskState.Completed, 2, "done"), (done!.Status, done.Attempt, done.ReadResult<string>()));
        await host.StopAsync(_cancellation);
    }
}
