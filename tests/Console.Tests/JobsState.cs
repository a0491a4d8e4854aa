using System.Collections.Concurrent;
using Switchyard.Jobs;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

/// <summary>What the test grains of the Jobs door answer; set by a test, read by the grains of the same process.</summary>
public sealed class JobsState
{
    private readonly ConcurrentDictionary<long, TestJob> _jobs = new();

    /// <summary>By id.</summary>
    public IEnumerable<TestJob> Jobs => _jobs.Values.OrderBy(job => job.View.Id);

    public IReadOnlyList<TargetView> Targets { get; set; } = [];

    public IReadOnlyList<ImportableDataset> Datasets { get; set; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<MaintenanceRecord> Maintenance { get; set; } = [Open];

    /// <summary>What a deletion of a dataset answers, and of which it was asked.</summary>
    public DatasetDeletion Deletion { get; set; }

    public ConcurrentQueue<string> Deleted { get; } = new();

    /// <summary>The reasons of cancellations, by job.</summary>
    public ConcurrentQueue<(long Job, string Reason)> Cancelled { get; } = new();

    public ConcurrentQueue<long> Reset { get; } = new();

    public string? WhyNoReset { get; set; }

    private static MaintenanceRecord Open { get; } =
        new(1, "Initial status inserted by at startup.", false, CampaignState.Start, "switchyard");

    public TestJob? Find(long id) => _jobs.GetValueOrDefault(id);

    public void Put(TestJob job) => _jobs[job.View.Id] = job;

    /// <summary>The queue of an operation, its sums made of the jobs.</summary>
    public QueueStatus QueueOf(string queue)
    {
        var jobs = Jobs.Where(job => JobNames.Queue(job.View.Parameters.Operation) == queue).ToList();
        var totals = jobs.GroupBy(job => "facet." + JobWords.Of(job.View.Status))
            .Concat(jobs.GroupBy(job => "status." + job.Item.Status.ToString().ToLowerInvariant()))
            .ToDictionary(group => group.Key, group => (long)group.Count());
        return CampaignState.EmptyQueue with { Queue = queue, Totals = totals };
    }

    public void Clear()
    {
        _jobs.Clear();
        Deleted.Clear();
        Cancelled.Clear();
        Reset.Clear();
        (Targets, Datasets, Maintenance, Deletion, WhyNoReset) = ([], [], [Open], DatasetDeletion.Deleted, null);
    }
}

public sealed record TestJob(JobView View, WorkItemView Item, IReadOnlyList<AttemptView> Attempts)
{
    public static JobUser Ann { get; } = new("1234", "Ann", "Smith");

    public static TestJob Of(
        long id, JobOperation operation, string target, JobStatus status = JobStatus.Queued, WorkStatus? work = null)
    {
        var itemStatus = work ?? status switch
        {
            JobStatus.Queued => WorkStatus.Queued,
            JobStatus.Completed => WorkStatus.Completed,
            JobStatus.Failed => WorkStatus.Failed,
            _ => WorkStatus.Running,
        };
        var view = new JobView
        {
            Id = id,
            Status = status,
            Parameters = new JobParameters(operation, target),
            Log = [],
            CreatedAt = CampaignState.Start,
            CreatedBy = Ann,
            LeaseNumber = 0,
            Attempt = 0,
        };
        return new(view, TestTable.Named(id, target, itemStatus).Item with { Kind = JobNames.Kind, Queue = JobNames.Queue(operation) }, []);
    }
}
