using Switchyard.Compute;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;
using Switchyard.Yard;

namespace Switchyard.Downloads;

/// <summary>A node with the application's PostgreSQL and Redis. Nothing builds archives: tests say what became of one.</summary>
[CollectionDefinition(Name)]
public sealed class DownloadCluster(SharedPostgres server) : YardCluster, ICollectionFixture<DownloadCluster>
{
    public const string Name = "downloads";

    private LabelForwardTables? _tables;
    private RedisServer? _redis;

    public LabelForwardTables Database => _tables!;

    public RedisServer Redis => _redis!;

    public async Task<YardClassifier> AddAsync() => new(await Database.AddClassifierAsync([]), this);

    /// <summary>One whose archive was asked for, and which has the status.</summary>
    /// <param name="error">Why the build failed, of status 0.</param>
    public async Task<YardClassifier> AddAsync(int download, string? error = null)
    {
        var classifier = await AddAsync();
        if (download > 0 || error is not null)
        {
            var item = (await classifier.Grain.RequestAsync("a test")).ItemId!.Value;
            if (error is not null)
            {
                await YardSource.RunAsync(Grains.GetGrain<IDownloadGrain>(GrainId.Create(GrainType.Create(DownloadNames.Kind), GrainIdKeyExtensions.CreateIntegerKey(item))), new RunResult { Outcome = RunOutcome.Failed, Error = error });
                await classifier.Grain.ResumeAsync();
            }
        }

        return classifier;
    }

    /// <summary>One with an archive.</summary>
    public async Task<YardClassifier> AddAsync(byte[] archive)
    {
        var classifier = await AddAsync();
        await classifier.ReplaceAsync(archive);
        return classifier;
    }

    protected override async ValueTask<IEnumerable<(string Key, string Value)>> ArrangeAsync()
    {
        _tables = await LabelForwardTables.CreateAsync(await server.CreateDatabaseAsync());
        _redis = await RedisServer.StartAsync();
        return [("Downloads:ConnectionString", _tables.ConnectionString), ("Downloads:Redis", _redis.Address)];
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Redis.DisposeAsync();
        await Database.DisposeAsync();
    }
}

public sealed class YardClassifier(int id, DownloadCluster cluster)
{
    public int Id => id;

    public IClassifierGrain Grain { get; } = cluster.Grains.GetClassifier(id);

    /// <summary>The id of its archive.</summary>
    public async Task<int> ArchiveAsync() => (await Grain.FindArchiveAsync())!.Id;

    /// <summary>A build that came to its end.</summary>
    public async Task ReplaceAsync(byte[] archive)
    {
        await cluster.Database.ExecuteAsync("DELETE FROM downloads WHERE clf_id = $1", id);
        await cluster.Database.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES ($1, $2)", id, archive);
        await cluster.Database.ExecuteAsync("UPDATE classifiers SET download = 2 WHERE clf_id = $1", id);
    }
}
