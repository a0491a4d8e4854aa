using System.Diagnostics;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Benchmarks.Tasks;

namespace Switchyard.Benchmarks.Peers;

/// <summary>Our tasks, over HTTP.</summary>
internal sealed class OwnTasks(Node node) : IContestant
{
    private const string Queue = "bench";

    private static readonly byte[] Single = TasksClient.Tasks(Queue, 1);

    private long _waiting;

    public string Name => "Switchyard, tasks";

    public bool HasBatches => true;

    private Uri Root => node.Http.BaseAddress!;

    public async Task<Rate> DoAsync(Workload workload)
    {
        var start = Stopwatch.GetTimestamp();
        switch (workload.Do)
        {
            case "single":
                return await LoopAsync(workload, async client =>
                {
                    await client.SubmitAsync(Single);
                    Interlocked.Increment(ref _waiting);
                    return 1;
                });
            case "one":
                return await LoopAsync(workload, async client =>
                {
                    var done = await client.WorkAsync(Queue, 1);
                    Interlocked.Add(ref _waiting, -done);
                    return done;
                });
            case "bulk":
                await TasksLoad.SubmitAsync(Root, Queue, workload.Count);
                _waiting += workload.Count;
                break;
            case "drain":
                await TasksLoad.DrainAsync(Root, Queue, workload.Count);
                _waiting -= workload.Count;
                break;
            case "both":
                await TasksLoad.BothAsync(Root, Queue, workload.Count);
                break;
            default:
                if (_waiting > 0)
                {
                    await TasksLoad.DrainAsync(Root, Queue, (int)_waiting);
                    _waiting = 0;
                }

                break;
        }

        return new Rate(workload.Count, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Rate> LoopAsync(Workload workload, Func<TasksClient, Task<int>> operation)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, workload.Callers).Select(_ => TasksClient.OpenAsync(Root)));
        var done = 0L;
        var result = await ClosedLoop.RunAsync(
            workload.Callers, TimeSpan.FromSeconds(workload.Span), long.MaxValue, async caller => Interlocked.Add(ref done, await operation(clients[caller])));
        Array.ForEach(clients, client => client.Dispose());
        return new Rate(done, result.Elapsed.TotalSeconds);
    }
}
