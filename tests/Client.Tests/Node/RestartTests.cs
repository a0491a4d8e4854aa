using System.Collections.Concurrent;
using System.Threading.Channels;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

/// <summary>A node that goes and comes back on its data while a worker works and somebody submits.</summary>
public sealed class RestartTests
{
    private const int Count = 400;

    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_lost_and_every_result_is_accepted_once(bool graceful)
    {
        await using var node = new RealNode();
        await node.InitializeAsync();
        var queue = RealNode.NewQueue();
        var ends = Channel.CreateUnbounded<long>();
        var runs = new ConcurrentDictionary<long, int>();
        using var host = await node.HostAsync(services => services.AddSwitchyardWorker<int, string>(
            queue,
            async (task, cancellationToken) =>
            {
                runs.AddOrUpdate(task.Id, 1, (_, count) => count + 1);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
                ends.Writer.TryWrite(task.Id);
                return $"{task.Payload} by attempt {task.Attempt}";
            },
            RealNode.With(concurrency: 8, lease: 60)));
        var submits = SubmitAsync(node.Client, queue);

        for (var ended = 0; ended < Count / 4; ended++)
        {
            await ends.Reader.ReadAsync(_cancellation);
        }

        await (graceful ? node.Process.TerminateAsync() : node.Process.KillAsync());
        await node.StartAsync();

        var submitted = await submits;
        Assert.Equal(Count, submitted.Distinct().Count());
        foreach (var (number, id) in submitted.Index())
        {
            var done = await node.Client.Tasks.WaitAsync(id, _cancellation);
            Assert.Equal(TaskState.Completed, done!.Status);
            Assert.Equal($"{number} by attempt {done.Attempt}", done.ReadResult<string>());
            // An attempt that never reached us (its claim's answer was lost with the node) is none of ours; the rest ran once each.
            Assert.InRange(runs[id], 1, done.Attempt);
        }

        var listed = await node.Client.Tasks.ListAsync(new() { Queue = queue, PageSize = 1_000 }, _cancellation).ToListAsync(_cancellation);
        Assert.Equal(submitted.Order(), listed.Select(task => task.Id).Order());
        await host.StopAsync(_cancellation);
    }

    /// <summary>One by one, so that the node goes in the middle of it.</summary>
    private async Task<List<long>> SubmitAsync(SwitchyardClient client, string queue)
    {
        var ids = new List<long>();
        for (var number = 0; number < Count; number++)
        {
            ids.Add((await client.Tasks.SubmitAsync(NewTask.Of(queue, number), cancellationToken: _cancellation)).Id!.Value);
        }

        return ids;
    }
}
