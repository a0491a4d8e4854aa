using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work.Bulk;

namespace Switchyard.Work.Pages.Items;

/// <summary>What people do to items: one, those that they chose, or all that conditions meet. Each is asked about first, with its count.</summary>
internal sealed class ItemActs(ConsoleActs acts, ConsolePoller poller, IGrainFactory grains, Cancellation cancellation, IEnumerable<DoorQueue> doorQueues)
{
    /// <summary>Acts on chosen items at once.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> ActAsync(BulkAct act, IReadOnlyList<WorkItemView> items)
    {
        var apply = items.Where(item => AppliesTo(act, item)).ToList();
        if (await acts.AskAsync(QuestionOf(act, () => Task.FromResult((long)apply.Count))) is not { } answer)
        {
            return false;
        }

        return await acts.ActAsync(NameOf(act), async () =>
        {
            var by = await acts.GetActorAsync();
            var outcomes = await Task.WhenAll(apply.Select(item => ActAsync(act, item, answer, by)));
            Tell(act, outcomes);
            await poller.RefreshAsync();
        });
    }

    /// <summary>Begins an act on all that conditions meet.</summary>
    /// <returns>The number of the operation; null: it was not begun.</returns>
    public async Task<long?> ActOnAllAsync(BulkAct act, WorkFilter filter, string text)
    {
        var by = await acts.GetActorAsync();
        var request = new BulkRequest(act, null, filter, [], text, null, by);
        var bulk = grains.Reach<IBulkGrain>(0);
        if (await acts.AskAsync(QuestionOf(act, () => bulk.CountAsync(request))) is not { } answer)
        {
            return null;
        }

        long? operation = null;
        await acts.ActAsync(NameOf(act), async () =>
            operation = await bulk.StartAsync(request with { Reason = answer.Reason, Queue = act == BulkAct.Move ? answer.Field : null }));
        return operation;
    }

    /// <summary>Whether the act can be done to one item as it stands. There is a move of many alone.</summary>
    public static bool AppliesTo(BulkAct act, WorkItemView item) => act switch
    {
        BulkAct.Cancel => !item.Status.IsTerminal(),
        BulkAct.Move => false,
        _ => item.Status.IsTerminal(),
    };

    public static string WordOf(BulkAct act) => act switch
    {
        BulkAct.Cancel => "Cancel",
        BulkAct.Retry => "Retry",
        BulkAct.Delete => "Delete",
        _ => "Move",
    };

    private static string NameOf(BulkAct act) => act switch
    {
        BulkAct.Cancel => "The cancellation",
        BulkAct.Retry => "The retry",
        BulkAct.Delete => "The deletion",
        _ => "The move",
    };

    private Question QuestionOf(BulkAct act, Func<Task<long>> count) => new($"{WordOf(act)} these items?", WordOf(act))
    {
        Count = count,
        IsGrave = act is BulkAct.Cancel or BulkAct.Delete,
        Reason = act is BulkAct.Retry ? ReasonRule.None : ReasonRule.Optional,
        Field = act == BulkAct.Move ? "To the queue" : null,
        Judge = JudgeQueue,
        Text = act switch
        {
            BulkAct.Cancel => "Items that wait or run end for good. What their workers have done so far stays as it is.",
            BulkAct.Retry => "Items that have ended go back into their queues as new attempts. Their attempts and logs stay.",
            BulkAct.Delete => "Items that have ended go, with their results, logs and attempts. That cannot be undone.",
            _ => "Tasks that wait go to another queue of tasks.",
        },
    };

    private string? JudgeQueue(string queue) =>
        !QueueNames.IsSound(queue)
            ? $"A queue's name is {QueueNames.Pattern}."
            : doorQueues.Any(door => door.Name == queue) ? "That is a door's own queue." : null;

    private async Task<ActOutcome> ActAsync(BulkAct act, WorkItemView item, Answer answer, string by) => act switch
    {
        BulkAct.Cancel => await cancellation.CancelAsync(grains.GetWorkItem(item.Kind, item.Id), answer.Reason ?? $"cancelled by {by} at the console"),
        BulkAct.Retry => await grains.GetWorkItem(item.Kind, item.Id).ResetAsync(),
        BulkAct.Delete => await grains.Reach<IWorkRemovalGrain>(0).RemoveAsync(item.Kind, item.Id),
        // There is a move of many alone.
        _ => ActOutcome.Conflict,
    };

    private void Tell(BulkAct act, ActOutcome[] outcomes)
    {
        var (done, not) = (outcomes.Count(outcome => outcome == ActOutcome.Accepted), outcomes.Count(outcome => outcome != ActOutcome.Accepted));
        var word = act switch { BulkAct.Cancel => "cancelled", BulkAct.Retry => "waiting again", BulkAct.Delete => "deleted", _ => "moved" };
        acts.Tell($"{done} {(done == 1 ? "item is" : "items are")} {word}." + (not > 0 ? $" {not} could not be: they have changed meanwhile." : ""));
    }
}
