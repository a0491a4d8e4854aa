namespace Switchyard.Nodes;

/// <summary>For what a node does by itself, and tells nobody.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Asks until it is so, for at most a minute.</summary>
    public static async Task IsAsync(Func<Task<bool>> ask)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await ask())
        {
            await Task.Delay(Pause, TimeProvider.System, patience.Token);
        }
    }
}
