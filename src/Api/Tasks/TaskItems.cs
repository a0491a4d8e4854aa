using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Single tasks: found for who may see them, and shown.</summary>
internal sealed partial class TaskItems(IGrainFactory grains, LongPolls polls, PatientCalls calls, TimeProvider time, ILogger<TaskItems> logger)
{
    /// <summary>A hint of an end may be lost: then one looks again.</summary>
    private static readonly TimeSpan LongestTrust = TimeSpan.FromSeconds(5);

    public ITaskGrain Grain(long id) => grains.Reach<ITaskGrain>(id);

    /// <summary>Null, also when somebody does not see it.</summary>
    public async Task<TaskView?> FindAsync(long id, Sight sight) =>
        await Grain(id).GetTaskAsync() is { } task && sight.Shows(task.Owner, task.Queue) ? task : null;

    /// <summary>The task as it is when it has ended, or after the time.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<TaskView?> FindEndedAsync(long id, Sight sight, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var task = await FindAsync(id, sight);
            var left = wait - time.GetElapsedTime(began);
            if (task is null || task.Status.IsTerminal() || left <= TimeSpan.Zero)
            {
                return task;
            }

            if (!await WaitAsync(task, left < LongestTrust ? left : LongestTrust, cancellationToken))
            {
                return task;
            }
        }
    }

    /// <summary>Shows a task, with a mark of how it stands: who has seen it so is told that nothing changed.</summary>
    public async Task ShowAsync(HttpContext context, TaskView task)
    {
        var waiting = await WhyAsync(task);
        await JsonReply.SendMarkedAsync(
            context, json => TaskWriter.Write(json, task, waiting), (task.Payload?.Length ?? 0) + (task.Result?.Length ?? 0) + 2048);
    }

    /// <returns>False: the node stops.</returns>
    private async Task<bool> WaitAsync(TaskView task, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await calls.AskAsync(
                () => polls.AskAsync(lost => grains.Reach<ITaskQueueGrain>(task.Queue).WaitEndAsync(task.Id, wait, lost), wait, cancellationToken),
                cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private async Task<WaitingView?> WhyAsync(TaskView task)
    {
        if (task.Status != WorkStatus.Queued)
        {
            return null;
        }

        try
        {
            return await Grain(task.Id).WhyWaitingAsync();
        }
#pragma warning disable CA1031 // The rest of the task is known and is shown.
        catch (Exception exception) when (!ClusterFailure.IsTransient(exception))
#pragma warning restore CA1031
        {
            LogNotTold(task.Id, exception);
            return null;
        }
    }

    [LoggerMessage(9002, LogLevel.Warning, "Task {Id} did not say why it waits")]
    private partial void LogNotTold(long id, Exception exception);
}
