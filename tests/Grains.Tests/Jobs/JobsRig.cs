using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Jobs;

/// <summary>The jobs door's grains on a real node.</summary>
internal sealed class JobsRig : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("switchyard-jobs-").FullName;
    private readonly StorageOptions _storage;
    private TestNode? _node;
    private int _tokens;

    private JobsRig(string? connectionString) => _storage = new StorageOptions
    {
        Provider = connectionString is null ? StorageProvider.Sqlite : StorageProvider.Postgres,
        DataDirectory = Path.Combine(_root, "data"),
        ConnectionString = connectionString,
    };

    /// <summary>Of the node's grains.</summary>
    public CallLog Calls { get; } = new();

    public string Input => Path.Combine(_root, "input");

    public IGrainFactory Grains => (_node ?? throw new InvalidOperationException("The node is down.")).Grains;

    public IWorkStore Store => _node!.Get<IWorkStore>();

    public IMaintenanceGrain Maintenance => Grains.GetGrain<IMaintenanceGrain>(JobNames.Door);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="connectionString">Of an empty PostgreSQL database; null: SQLite.</param>
    public static async Task<JobsRig> StartAsync(string? connectionString)
    {
        var rig = new JobsRig(connectionString);
        Directory.CreateDirectory(rig.Input);
        await rig.UpAsync();
        return rig;
    }

    public async Task UpAsync() => _node = await TestNode.StartAsync(
        _storage,
        services => services.AddSingleton(new JobsOptions { InputDirectory = Input }).AddSingleton<IIncomingGrainCallFilter>(Calls));

    public async Task DownAsync()
    {
        await _node!.DisposeAsync();
        _node = null;
    }

    /// <summary>The grain of the door's queues leaves memory.</summary>
    public ValueTask ForgetGroupAsync() =>
        Grains.GetGrain<IQueueGroupGrain>(JobNames.Door).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    public IJobGrain Job(long id) => Grains.GetGrain<IJobGrain>(id);

    public Task<AdmissionResult> TryAdmitAsync(JobParameters parameters, string? token = null, string? key = null) =>
        Grains.GetTarget(parameters.Target).AdmitAsync(SampleJobs.Admission(parameters, token ?? $"token {Interlocked.Increment(ref _tokens)}", key));

    public async Task<long> AdmitAsync(JobParameters parameters)
    {
        var result = await TryAdmitAsync(parameters);
        Assert.Equal(AdmissionOutcome.Admitted, result.Outcome);
        return result.JobId!.Value;
    }

    /// <summary>The original's PUT, which must be taken.</summary>
    public async Task<JobView> PutAsync(long id, JobStatus? status, string? description = null, string? log = null)
    {
        Assert.Equal(JobUpdateOutcome.Updated, await Job(id).UpdateAsync(new JobUpdate(status, description, log)));
        var job = (await Job(id).GetJobAsync())!;
        Assert.Equal(job.Status, (await TargetAsync(job.Parameters.Target)).Status);
        return job;
    }

    public async Task<TargetView> TargetAsync(string name) => (await Grains.GetTarget(name).GetAsync())!;

    public Task<JobClaimResult> ClaimAsync(string worker, int max, TimeSpan lease, TimeSpan wait, params JobOperation[] operations) =>
        Grains.GetGrain<IJobDispatchGrain>(0).ClaimAsync(new JobClaim(worker, operations, max, lease, wait), Cancellation);

    public async Task<JobView> ClaimOneAsync(string worker, TimeSpan lease, params JobOperation[] operations) =>
        Assert.Single((await ClaimAsync(worker, 1, lease, TimeSpan.FromSeconds(20), operations)).Jobs);

    public async Task<IReadOnlyList<long>> ListAsync(JobFilter filter, int limit = 1000)
    {
        var ids = new List<long>();
        for (long? after = 0; after is { } place;)
        {
            var page = await Grains.GetGrain<IJobQueriesGrain>(0).ListAsync(filter, place, limit);
            Assert.True(page.Jobs.Count <= limit);
            ids.AddRange(page.Jobs.Select(job => job.Id));
            after = page.Next;
        }

        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }
}
