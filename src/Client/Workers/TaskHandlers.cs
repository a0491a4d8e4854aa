namespace Switchyard.Client.Workers;

/// <summary>Does tasks that have no result.</summary>
/// <typeparam name="TPayload">What the payload is.</typeparam>
public interface ITaskHandler<TPayload>
{
    /// <summary>Does one. When it returns, the task is complete; when it throws, the attempt has failed.</summary>
    /// <param name="task">The task. It may have been begun before, here or elsewhere: work is done at least once.</param>
    /// <param name="cancellationToken">The task is not this worker's any more: it was cancelled, the lease was lost, or the worker stops.</param>
    /// <exception cref="TaskFailedException">The attempt has failed, and it is said what is to come of it.</exception>
    Task HandleAsync(TaskContext<TPayload> task, CancellationToken cancellationToken);
}

/// <summary>Does tasks that have a result.</summary>
/// <typeparam name="TPayload">What the payload is.</typeparam>
/// <typeparam name="TResult">What the result is.</typeparam>
public interface ITaskHandler<TPayload, TResult>
{
    /// <summary>Does one. When it returns, the task is complete; when it throws, the attempt has failed.</summary>
    /// <param name="task">The task. It may have been begun before, here or elsewhere: work is done at least once.</param>
    /// <param name="cancellationToken">The task is not this worker's any more: it was cancelled, the lease was lost, or the worker stops.</param>
    /// <returns>The result, up to 1 MiB of JSON; it is accepted once.</returns>
    /// <exception cref="TaskFailedException">The attempt has failed, and it is said what is to come of it.</exception>
    Task<TResult> HandleAsync(TaskContext<TPayload> task, CancellationToken cancellationToken);
}
