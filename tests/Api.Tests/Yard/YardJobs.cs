using System.Collections.Concurrent;
using Switchyard.Jobs;
using Switchyard.Jobs.Validation;

namespace Switchyard.Yard;

/// <summary>What the test's grains know of jobs. Each test takes targets of its own.</summary>
public sealed class YardJobs
{
    /// <summary>A target whose list of jobs has three full pages, made up while it is read.</summary>
    public const string ThreePages = "THREE_PAGES";

    /// <summary>A target whose list of jobs never ends.</summary>
    public const string Endless = "ENDLESS";

    /// <summary>A target whose list of jobs breaks after a page.</summary>
    public const string Breaking = "BREAKING";

    /// <summary>A target that has had no grain to answer for it.</summary>
    public const string Away = "AWAY";

    /// <summary>A target of which nobody has thought.</summary>
    public const string Faulty = "FAULTY";

    /// <summary>Begins the names of those who claim and are never given anything.</summary>
    public const string Waiter = "waiter-";

    private long _lastId;
    private long _endlessPages;

    public static DateTimeOffset Created { get; } = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    public ConcurrentDictionary<long, JobView> All { get; } = new();

    public ConcurrentDictionary<string, TargetView> Targets { get; } = new();

    public ConcurrentQueue<Admission> Admissions { get; } = new();

    /// <summary>Thrown by the next admissions for a target, before they take effect.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Exception>> Failures { get; } = new();

    public ConcurrentQueue<(long Id, JobUpdate Update)> Updates { get; } = new();

    /// <summary>Thrown by the next updates of a job, after they took effect.</summary>
    public ConcurrentDictionary<long, ConcurrentQueue<Exception>> LostAnswers { get; } = new();

    /// <summary>What happens to a job instead of its next update, whose caller hears of a silo that is gone.</summary>
    public ConcurrentDictionary<long, Func<JobView, JobView>> Meanwhile { get; } = new();

    public ConcurrentQueue<JobFilter> Filters { get; } = new();

    public ConcurrentQueue<JobClaim> Claims { get; } = new();

    public ConcurrentDictionary<string, DatasetDeletion> Files { get; } = new();

    public ConcurrentQueue<MaintenanceRecord> Maintenance { get; } = new();

    private readonly ConcurrentDictionary<string, (TaskCompletionSource Asked, TaskCompletionSource Left)> _waiters = new();

    /// <summary>Completed when a waiter has asked, and when its claim was cancelled.</summary>
    public (TaskCompletionSource Asked, TaskCompletionSource Left) WaiterOf(string worker) => _waiters.GetOrAdd(
        worker,
        _ => (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)));

    /// <summary>How many pages of the list that never ends were read.</summary>
    public long EndlessPages => Interlocked.Read(ref _endlessPages);

    public void CountEndlessPage() => Interlocked.Increment(ref _endlessPages);

    public JobView Add(
        string target, JobStatus status = JobStatus.Queued, JobOperation operation = JobOperation.Add, params JobLogEntry[] log) =>
        Add(new JobParameters(operation, target), new JobUser("1", "Ada", "Ångström"), status, log);

    /// <summary>The first of so many ids in a row.</summary>
    public long Reserve(int count) => Interlocked.Add(ref _lastId, count) - count + 1;

    /// <summary>The next reservations of ids that fail.</summary>
    public ConcurrentQueue<Exception> NoIds { get; } = new();

    public JobView Add(
        JobParameters parameters, JobUser creator, JobStatus status = JobStatus.Queued, JobLogEntry[]? log = null, long? id = null)
    {
        var job = new JobView
        {
            Id = id ?? Reserve(1),
            Status = status,
            Parameters = parameters,
            Log = log ?? [],
            CreatedAt = Created,
            CreatedBy = creator,
            LeaseNumber = 0,
            Attempt = 1,
        };
        All[job.Id] = job;
        Targets.TryAdd(parameters.Target, new TargetView(parameters.Target, Created, status, creator, [JobWords.Of(parameters.Operation)]));
        return job;
    }

    public JobView? ActiveFor(string target) => All.Values.FirstOrDefault(
        job => job.Parameters.Target == target && job.Status is not (JobStatus.Completed or JobStatus.Failed));
}
