namespace Switchyard.Acceptance.Yard;

/// <summary>One node for all tests of a class: these use tables of their own, or only read.</summary>
public abstract class NodeFixture : IAsyncLifetime
{
    public TablesNode Node { get; protected set; } = null!;

    public Door Door => Node.Door;

    protected virtual string[] Settings => [];

    public virtual async ValueTask InitializeAsync() => Node = await TablesNode.StartAsync(Fill, Settings);

    public async ValueTask DisposeAsync()
    {
        if (Node is not null)
        {
            await Node.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract void Fill(InputDirectory input);
}
