using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Crashes;

/// <summary>A node that is killed now and then, and comes back on the same data.</summary>
internal sealed class KilledNode(IRestartable node)
{
    private readonly Lock _gate = new();
    private readonly Queue<(int Step, TaskCompletionSource Reached)> _awaited = new();
    private TaskCompletionSource<Door> _serving = Serving(node.Door);
    private int _steps;

    /// <summary>The door, as soon as there is one.</summary>
    public Task<Door> DoorAsync()
    {
        lock (_gate)
        {
            return _serving.Task;
        }
    }

    /// <summary>A client did something: sent a request, or got an answer.</summary>
    public void Step()
    {
        lock (_gate)
        {
            _steps++;
            while (_awaited.TryPeek(out var next) && next.Step <= _steps)
            {
                _awaited.Dequeue().Reached.SetResult();
            }
        }
    }

    /// <summary>Kills the node at each of these steps of its clients, and starts it again.</summary>
    public async Task KillAtAsync(IReadOnlyList<int> steps)
    {
        var moments = steps.Order().Select(step => (step, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))).ToList();
        lock (_gate)
        {
            moments.ForEach(_awaited.Enqueue);
        }

        foreach (var (_, reached) in moments)
        {
            await reached.Task;
            await KillAsync();
        }
    }

    private async Task KillAsync()
    {
        var serving = new TaskCompletionSource<Door>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _serving = serving;
        }

        try
        {
            await node.Process.KillAsync();
            await node.StartAsync();
            serving.SetResult(node.Door);
        }
        catch (Exception failure)
        {
            // The clients wait for it.
            serving.SetException(failure);
            throw;
        }
    }

    private static TaskCompletionSource<Door> Serving(Door door)
    {
        var serving = new TaskCompletionSource<Door>();
        serving.SetResult(door);
        return serving;
    }
}
