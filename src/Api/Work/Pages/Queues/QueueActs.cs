using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.Work.Pages.Queues;

/// <summary>Pauses and resumes queues, after a question.</summary>
internal static class QueueActs
{
    /// <summary>False: the person said no, may not, or it failed, which is told.</summary>
    public static async Task<bool> PauseAsync(this ConsoleActs acts, IGrainFactory grains, IReadOnlyList<string> queues)
    {
        var question = new Question(queues is [var one] ? $"Pause {one}?" : $"Pause {queues.Count} queues?", "Pause")
        {
            Text = "Nothing more is handed out; what runs goes on. Everybody sees who paused it and why.",
            Reason = ReasonRule.Needed,
        };
        if (queues.Count == 0 || await acts.AskAsync(question) is not { Reason: { } reason })
        {
            return false;
        }

        var actor = await acts.GetActorAsync();
        return await acts.ActAsync("The pause", async () =>
        {
            await Task.WhenAll(queues.Select(queue => grains.Reach<IQueueGrain>(queue).PauseAsync(actor, reason)));
            acts.Tell(queues is [var paused] ? $"{paused} is paused." : $"{queues.Count} queues are paused.");
        });
    }

    /// <inheritdoc cref="PauseAsync"/>
    public static async Task<bool> ResumeAsync(this ConsoleActs acts, IGrainFactory grains, IReadOnlyList<string> queues)
    {
        if (queues.Count == 0
            || (queues.Count > 1 && await acts.AskAsync(new Question($"Resume {queues.Count} queues?", "Resume all") { IsGrave = false }) is null))
        {
            return false;
        }

        var actor = await acts.GetActorAsync();
        return await acts.ActAsync("The resume", async () =>
        {
            await Task.WhenAll(queues.Select(queue => grains.Reach<IQueueGrain>(queue).ResumeAsync(actor)));
            acts.Tell(queues is [var resumed] ? $"{resumed} hands out again." : $"{queues.Count} queues hand out again.");
        });
    }
}
