using System.Runtime.InteropServices;
using NodeOptions = Switchyard.Configuration.NodeOptions;

namespace Switchyard.Hosting;

/// <summary>
/// How a process ends that is told to (SIGTERM, SIGINT, SIGQUIT): it is unready at once, serves on for
/// <c>Cluster:LeaveDelay</c> so that load balancers see that, and then stops. Told twice it stops at once.
/// </summary>
internal sealed class Leave : IHostLifetime, INodeLeave, IDisposable
{
    /// <summary>
    /// What is still unanswered so long after the stop began is cut off, so that the silo has its part of the 30 s: a client
    /// that reads slowly is no reason to end without a word to the cluster.
    /// </summary>
    private static readonly TimeSpan HttpPatience = TimeSpan.FromSeconds(12);

    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _time;
    private readonly TimeSpan _delay;
    private readonly CancellationTokenSource _late;
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _told;

    public Leave(IHostApplicationLifetime lifetime, NodeOptions node, TimeProvider time)
    {
        _lifetime = lifetime;
        _time = time;
        _delay = node.LeaveDelay;
        _late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        lifetime.ApplicationStopping.Register(() => _late.CancelAfter(HttpPatience));
    }

    /// <summary>Nobody should send requests here any more; those that come are answered.</summary>
    public bool IsUnderWay => Volatile.Read(ref _told) > 0 || _lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Cancelled when requests have had their time.</summary>
    public CancellationToken Late => _late.Token;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _late.Dispose();
    }

    void INodeLeave.Leave()
    {
        // Told a second time it would stop at once.
        if (!IsUnderWay)
        {
            _ = Task.Run(BeginAsync);
        }
    }

    /// <summary>Begins to leave, as a signal does.</summary>
    internal async Task BeginAsync()
    {
        if (Interlocked.Increment(ref _told) == 1 && _delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay, _time);
        }

        _lifetime.StopApplication();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = BeginAsync();
    }
}
