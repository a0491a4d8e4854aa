namespace Switchyard.OperatorConsole.Frame;

/// <summary>How long a page waits for the cluster before it says that it cannot be reached.</summary>
public static class Patience
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The answer, if it comes in time.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    public static Task Within(this Task answer, TimeProvider time, CancellationToken cancellationToken) =>
        answer.WaitAsync(Longest, time, cancellationToken);

    /// <inheritdoc cref="Within(Task, TimeProvider, CancellationToken)"/>
    public static Task<T> Within<T>(this Task<T> answer, TimeProvider time, CancellationToken cancellationToken) =>
        answer.WaitAsync(Longest, time, cancellationToken);
}
