using System.Text.Json;
using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Bulk;

namespace Switchyard.Tasks.Pages;

/// <summary>The dead letters of a queue: what failed and what timed out, together.</summary>
internal static class DeadLetters
{
    private static readonly WorkStatus[] Statuses = [WorkStatus.Failed, WorkStatus.TimedOut];

    /// <summary>The newest of them.</summary>
    public static async Task<IReadOnlyList<TaskView>> ReadAsync(IGrainFactory grains, string queue, int most)
    {
        var pages = await Task.WhenAll(Statuses.Select(
            status => grains.Reach<ITaskLaneGrain>(0).ListAsync(new TaskFilter { Queue = queue, Status = status }, after: null, most)));
        return [.. pages.SelectMany(page => page.Items).OrderByDescending(task => task.Id).Take(most)];
    }

    public static async Task<long> CountAsync(IGrainFactory grains, string queue, BulkAct act) =>
        (await CountEachAsync(grains, queue, act, by: "", reason: null)).Sum(part => part.Count);

    /// <summary>Acts on all of them; each of the two parts that has any is an operation of its own.</summary>
    /// <returns>Their numbers.</returns>
    public static async Task<IReadOnlyList<long>> StartAsync(IGrainFactory grains, string queue, BulkAct act, string by, string? reason)
    {
        var operations = new List<long>();
        foreach (var (request, _) in (await CountEachAsync(grains, queue, act, by, reason)).Where(part => part.Count > 0))
        {
            operations.Add(await grains.Reach<IBulkGrain>(0).StartAsync(request));
        }

        return operations;
    }

    /// <summary>Null: it ended long ago.</summary>
    public static Task<BulkStatus?> FollowAsync(IGrainFactory grains, long operation) => grains.Reach<IBulkOperationGrain>(operation).GetAsync();

    private static async Task<(BulkRequest Request, long Count)[]> CountEachAsync(IGrainFactory grains, string queue, BulkAct act, string by, string? reason) =>
        await Task.WhenAll(Statuses.Select(async status =>
        {
            var filter = new WorkFilter { Kind = TaskNames.Kind, Queue = queue, Status = status };
            var text = JsonSerializer.Serialize(new { kind = TaskNames.Kind, queue, status = LowerCase.Policy.ConvertName(status.ToString()) });
            var request = new BulkRequest(act, Queue: null, filter, Queues: [], text, reason, by);
            return (request, await grains.Reach<IBulkGrain>(0).CountAsync(request));
        }));
}
