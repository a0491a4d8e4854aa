namespace Switchyard.Jobs;

/// <summary>What the door's grains must do on a real node, whatever its database.</summary>
public abstract partial class JobsConformance : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private JobsRig _rig = null!;

    /// <summary>The connection string of an empty database; null: SQLite.</summary>
    protected abstract Task<string?> MakeDatabaseAsync();

    public async ValueTask InitializeAsync() => _rig = await JobsRig.StartAsync(await MakeDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var seen = await look();
            if (condition(seen))
            {
                return seen;
            }

            timeout.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
