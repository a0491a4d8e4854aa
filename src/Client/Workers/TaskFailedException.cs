namespace Switchyard.Client.Workers;

/// <summary>Thrown by a handler: the attempt has failed, and what is to come of it.</summary>
public class TaskFailedException : Exception
{
    /// <param name="message">Why, for people; becomes the task's error.</param>
    /// <param name="retry">False: the task ends for good.</param>
    /// <param name="retryAfter">When it is handed out again at the earliest; null: as the queue's policy says.</param>
    /// <param name="innerException">The cause; null: none.</param>
    public TaskFailedException(string message, bool retry = true, TimeSpan? retryAfter = null, Exception? innerException = null)
        : base(message, innerException)
    {
        (Retry, RetryAfter) = (retry, retryAfter);
    }

    /// <summary>False: the task ends for good.</summary>
    public bool Retry { get; }

    /// <summary>When it is handed out again at the earliest; null: as the queue's policy says.</summary>
    public TimeSpan? RetryAfter { get; }
}
