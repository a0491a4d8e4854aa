using Microsoft.Extensions.Logging;

namespace Switchyard.Work;

/// <summary>Who must know that the queue is paused.</summary>
public sealed partial class QueueGrain
{
    private const string Open = "open";
    private const string Paused = "paused";

    /// <summary>For the record of acts.</summary>
    private static string StateOf(QueuePause? pause) => pause is null ? Open : $"{Paused}: {pause.Reason}";

    private Task TellPauseAsync()
    {
        changes.MarkQueue(Queue);
        var pause = state.State.Pause;
        return Task.WhenAll(pauseListeners.Select(listener => TellAsync(listener, pause)));
    }

    /// <summary>The pause is stored, and who did not hear of it asks for it from time to time.</summary>
    private async Task TellAsync(IQueuePauseListener listener, QueuePause? pause)
    {
        try
        {
            await listener.ChangedAsync(Queue, pause);
        }
#pragma warning disable CA1031 // Whatever kept it from hearing, the pause stands.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotTold(Queue, exception);
        }
    }

    [LoggerMessage(2007, LogLevel.Warning, "Queue {Queue}: not everybody heard that it was paused or resumed")]
    private partial void LogNotTold(string queue, Exception exception);
}
