using System.Text;
using Switchyard.Hosting;
using Switchyard.Tasks;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

/// <summary>The tasks of a node, and a worker for them.</summary>
public sealed class ConsoleTasks(IGrainFactory grains)
{
    private const string Worker = "worker-7";

    private ITaskLaneGrain Lane => grains.Reach<ITaskLaneGrain>(0);

    /// <returns>Their ids, in order.</returns>
    public async Task<IReadOnlyList<long>> SubmitAsync(string queue, params string[] names) =>
    [
        .. (await Lane.SubmitAsync([.. names.Select(name => new NewTask { Queue = queue, Payload = """{"n":1}"""u8.ToArray(), Name = name, MaxAttempts = 1 })]))
            .Select(task => task.Id),
    ];

    /// <summary>All that wait.</summary>
    public async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(string queue)
    {
        var claimed = new List<ClaimedTask>();
        TaskClaimResult result;
        do
        {
            result = await grains.Reach<ITaskQueueGrain>(queue).ClaimAsync(new TaskClaim(Worker, 100, TimeSpan.FromHours(1), 1 << 20));
            claimed.AddRange(result.Tasks);
        }
        while (result.Tasks.Count > 0 || result.MayHaveMore);

        return claimed;
    }

    /// <summary>Claims them all and fails each for good, with what its place gives.</summary>
    public async Task FailAllAsync(string queue, Func<int, string> error)
    {
        var claimed = await ClaimAsync(queue);
        await Lane.FailAsync([.. claimed.Select((task, place) => new TaskFailure(task.Id, task.LeaseNumber, error(place), Retry: false))]);
    }

    public Task CompleteAsync(ClaimedTask task, string result) =>
        Lane.CompleteAsync([new TaskCompletion(task.Id, task.LeaseNumber, Encoding.UTF8.GetBytes(result))]);

    public Task LogAsync(ClaimedTask task, string text) => Lane.RenewAsync([new TaskRenewal(task.Id, task.LeaseNumber, 0.5, text)], null);

    public async Task<IReadOnlyList<WorkStatus>> StatusesAsync(IEnumerable<long> ids) =>
        [.. (await Task.WhenAll(ids.Select(id => grains.Reach<ITaskGrain>(id).GetTaskAsync()))).Select(task => task!.Status)];
}
