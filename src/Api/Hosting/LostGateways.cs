namespace Switchyard.Hosting;

/// <summary>
/// The connections of a front end alone to the cluster that ended. What was asked through one gets no answer any more, and the runtime
/// tells nobody: the call is missed when its time is up, which may be half an hour. A node's front end has none to lose.
/// </summary>
internal sealed class LostGateways
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a connection ends from now on.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Changed(object? sender, GatewayCountChangedEventArgs change)
    {
        if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
        {
            Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
