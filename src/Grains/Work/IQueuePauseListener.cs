namespace Switchyard.Work;

/// <summary>Hears of it when an operator pauses or resumes a queue, before the operator has the answer.</summary>
public interface IQueuePauseListener
{
    /// <param name="pause">Null: the queue is resumed.</param>
    Task ChangedAsync(string queue, QueuePause? pause);
}
