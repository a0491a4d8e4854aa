using Microsoft.Extensions.Logging;
using Polly;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

/// <summary>Asks for as much as there is room for, when there is.</summary>
internal sealed class Claims(TasksClient tasks, TaskWorkerOptions options, RunningTasks running, WorkerClock clock, ILogger log)
{
    private const int MostAtOnce = 1_000;

    /// <summary>With so many ends unsettled the node is away: what is claimed now would only wait.</summary>
    private const int MostUnsettled = 5_000;

    /// <summary>A node that has nothing and does not hold the request (its queues are paused, say) is not asked without end.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly ResiliencePipeline _patience = Patience.Of("claim tasks", options.MaxRetryDelay, clock.Time, log);
    private bool _mayRest;

    public async Task<TimedClaim> NextAsync(CancellationToken stopping)
    {
        if (_mayRest)
        {
            await Task.Delay(Breath, clock.Time, stopping);
        }

        var began = clock.Now;
        var claim = await _patience.ExecuteAsync(
            async token =>
            {
                var room = await RoomAsync(token);
                began = clock.Now;
                return await tasks.ClaimOnceAsync(new(options.Name, [.. options.Queues], room, options.Lease), options.Wait, token);
            },
            stopping);
        _mayRest = claim.Tasks.Items.Count == 0 && clock.Now - began < Breath;
        return claim;
    }

    private async Task<int> RoomAsync(CancellationToken stopping)
    {
        while (true)
        {
            var freed = running.Freed.Next;
            var room = options.Concurrency + options.Prefetch - running.Active;
            if (room > 0 && running.Count - running.Active < MostUnsettled)
            {
                return Math.Min(room, MostAtOnce);
            }

            await freed.WaitAsync(stopping);
        }
    }
}
