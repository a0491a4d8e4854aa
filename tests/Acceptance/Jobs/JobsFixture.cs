using Switchyard.Servers;

namespace Switchyard.Acceptance.Jobs;

/// <summary>One node for all tests of a class; these use targets of their own.</summary>
public abstract class JobsFixture : IAsyncLifetime
{
    public JobsNode Node { get; private set; } = null!;

    public JobsClient Jobs => Node.Jobs;

    public async ValueTask InitializeAsync() => Node = await JobsNode.StartAsync(await SettingsAsync());

    public async ValueTask DisposeAsync()
    {
        if (Node is not null)
        {
            await Node.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected virtual Task<string[]> SettingsAsync() => Task.FromResult<string[]>([]);
}

public sealed class SqliteNode : JobsFixture;

public sealed class PostgresNode(SharedPostgres server) : JobsFixture
{
    protected override Task<string[]> SettingsAsync() => Databases.NewAsync(server);
}
