using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Switchyard.Hosting;
using Switchyard.Nodes;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>The door's grains on a real node with a clock that the test sets.</summary>
internal sealed class TasksRig : IAsyncDisposable
{
    private static readonly byte[] Payload = "1"u8.ToArray();

    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-tasks-").FullName;
    private readonly StorageOptions _storage;
    private TestNode? _node;

    private TasksRig(string? connectionString) => _storage = new StorageOptions
    {
        Provider = connectionString is null ? StorageProvider.Sqlite : StorageProvider.Postgres,
        DataDirectory = _directory,
        ConnectionString = connectionString,
    };

    public SetClock Clock { get; } = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public CallFaults Calls { get; } = new();

    public LaneFaults Faults { get; private set; } = null!;

    public IGrainFactory Grains => _node!.Grains;

    public ILaneStore Store => _node!.Get<ILaneStore>();

    public ITaskLaneGrain Lane => Grains.GetGrain<ITaskLaneGrain>(0);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="connectionString">Of an empty PostgreSQL database; null: SQLite.</param>
    public static async Task<TasksRig> StartAsync(string? connectionString = null)
    {
        var rig = new TasksRig(connectionString);
        await rig.UpAsync();
        return rig;
    }

    public T Get<T>()
        where T : notnull => _node!.Get<T>();

    public async Task UpAsync() => _node = await TestNode.StartAsync(
        _storage,
        services => services
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IIncomingGrainCallFilter>(Calls)
            .AddSingleton(provider =>
            {
                (var store, Faults) = LaneFaults.Around(TasksGrainDoor.OpenStore(provider));
                return store;
            }));

    public async Task DownAsync()
    {
        await _node!.DisposeAsync();
        _node = null;
    }

    public ITaskQueueGrain Queue(string name) => Grains.GetGrain<ITaskQueueGrain>(name);

    public ITaskGrain Task(long id) => Grains.GetGrain<ITaskGrain>(id);

    public static NewTask New(string queue, string group = "", int priority = 0) =>
        new() { Queue = queue, Payload = Payload, GroupKey = group, Priority = priority };

    public async Task<IReadOnlyList<long>> SubmitAsync(params NewTask[] tasks) => [.. (await Lane.SubmitAsync(tasks)).Select(task => task.Id)];

    /// <summary>Stored as one that a node left behind that died before it told anybody.</summary>
    public async Task<IReadOnlyList<long>> SubmitUntoldAsync(params NewTask[] tasks)
    {
        var made = await Get<TaskIntake>().MakeAsync(tasks);
        return [.. (await Store.SubmitAsync(made, Cancellation)).Select(task => task.Id)];
    }

    public async Task<IReadOnlyList<ClaimedTask>> ClaimAsync(string queue, int max = 1, string worker = "w", TimeSpan? lease = null) =>
        (await Queue(queue).ClaimAsync(new(worker, max, lease, TaskLimits.ClaimBytes))).Tasks;

    /// <summary>As for a worker who does not wait any longer.</summary>
    public async Task<IReadOnlyList<ClaimedTask>> ClaimLastAsync(string queue) =>
        (await Queue(queue).ClaimAsync(new("w", 1, null, TaskLimits.ClaimBytes, IsLast: true))).Tasks;

    public async Task<ClaimedTask> ClaimOneAsync(string queue, string worker = "w", TimeSpan? lease = null) =>
        Assert.Single(await ClaimAsync(queue, 1, worker, lease));

    /// <summary>Claims until there is one.</summary>
    public async Task<ClaimedTask> AwaitOneAsync(string queue, string worker = "w", TimeSpan? lease = null)
    {
        IReadOnlyList<ClaimedTask> claimed = [];
        await Eventually.IsAsync(async () => (claimed = await ClaimAsync(queue, 1, worker, lease)).Count > 0);
        return claimed[0];
    }

    public async Task<TaskOutcome> CompleteAsync(ClaimedTask task) => Assert.Single(await Lane.CompleteAsync([new(task.Id, task.LeaseNumber)]));

    public async Task<TaskFailed> FailAsync(ClaimedTask task, bool retry = true, TimeSpan? after = null) =>
        Assert.Single(await Lane.FailAsync([new(task.Id, task.LeaseNumber, "it broke", retry, after)]));

    public async Task<TaskView> ViewAsync(long id) => (await Task(id).GetTaskAsync())!;

    public Task HasStatusAsync(long id, WorkStatus status) => Eventually.IsAsync(async () => (await ViewAsync(id)).Status == status);

    /// <summary>The grain of a queue leaves memory.</summary>
    public ValueTask ForgetAsync(string queue) => Queue(queue).AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }
}
