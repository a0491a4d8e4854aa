using Microsoft.Extensions.DependencyInjection;
using Switchyard.Blobs;
using Switchyard.Compute.Programs;
using Switchyard.Compute.Runs;
using Switchyard.Hosting;
using Switchyard.Work.Store;

namespace Switchyard.Compute;

/// <summary>A door's grains on a real node with a directory of its own, which can go down and come up again on the same data.</summary>
/// <param name="connectionString">Of an empty PostgreSQL database; null: SQLite.</param>
internal abstract class NodeRig(string? connectionString) : IAsyncDisposable
{
    private TestNode? _node;

    /// <summary>As in <see cref="StorageOptions.MinFree"/>.</summary>
    public long MinFree { get; init; } = new StorageOptions().MinFree;

    public IGrainFactory Grains => Node.Grains;

    public IWorkStore Store => Node.Get<IWorkStore>();

    public IDoorDatabase Database => Node.Get<IDoorDatabase>();

    public IBlobStore Blobs => Node.Get<IBlobStore>();

    /// <summary>Where the runs are, and nothing but them.</summary>
    public string Runs => Node.Get<RunRoot>().FullName;

    public string Root { get; } = Directory.CreateTempSubdirectory("switchyard-rig-").FullName;

    /// <summary>How a node of the tests starts itself for a run.</summary>
    protected static ProgramCommand RunHost { get; } =
        new(["dotnet", Path.Combine(AppContext.BaseDirectory, "Switchyard.RunHost.dll"), ProgramCommand.Verb]);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TestNode Node => _node ?? throw new InvalidOperationException("The node is down.");

    public async Task DownAsync()
    {
        await Node.DisposeAsync();
        _node = null;
    }

    public async Task<bool> HasBlobAsync(string blob)
    {
        await using var content = await Blobs.OpenAsync(blob, Cancellation);
        return content is not null;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(Root, recursive: true);
    }

    protected async Task StartAsync()
    {
        var storage = new StorageOptions
        {
            Provider = connectionString is null ? StorageProvider.Sqlite : StorageProvider.Postgres,
            DataDirectory = Path.Combine(Root, "data"),
            ConnectionString = connectionString,
            MinFree = MinFree,
        };
        _node = await TestNode.StartAsync(storage, Configure);
    }

    /// <summary>Adds what the node is told.</summary>
    protected abstract void Configure(IServiceCollection services);
}
