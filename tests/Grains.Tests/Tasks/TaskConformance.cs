namespace Switchyard.Tasks;

/// <summary>Tests of tasks that hold on each database: on a cluster of their own.</summary>
public abstract class TaskConformance : IAsyncLifetime
{
    private protected TasksRig Rig { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Rig = await TasksRig.StartAsync(await MakeDatabaseAsync());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Rig.DisposeAsync();
    }

    /// <summary>The connection string of an empty PostgreSQL database; null: SQLite.</summary>
    protected abstract Task<string?> MakeDatabaseAsync();
}
