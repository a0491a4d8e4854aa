namespace Switchyard.Hosting;

/// <summary>The front end may start before its cluster: it tries until the process is told to stop.</summary>
internal sealed partial class WaitForCluster(TimeProvider time, ILogger<WaitForCluster> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogWaiting(exception.Message);
        await Task.Delay(Period, time, cancellationToken);
        return true;
    }

    [LoggerMessage(1007, LogLevel.Warning, "The cluster cannot be reached yet: {Reason}")]
    private partial void LogWaiting(string reason);
}
