using System.Collections.Concurrent;
using System.Text;
using Switchyard.Expertise;
using Switchyard.Work;

namespace Switchyard.Yard;

/// <summary>What the test's grains know of expertise jobs.</summary>
public sealed class YardExpertise
{
    private long _lastId = 900_000;

    public ConcurrentDictionary<long, YardExpertiseJob> All { get; } = new();

    /// <summary>Models that score.</summary>
    public ConcurrentDictionary<string, bool> Models { get; } = new() { ["bm25"] = true };

    /// <summary>Refuses jobs of the name.</summary>
    public ConcurrentDictionary<string, ExpertiseRefusal> Refusals { get; } = new();

    /// <summary>Thrown by the next submission of the name.</summary>
    public ConcurrentDictionary<string, Exception> Failures { get; } = new();

    /// <summary>A job that somebody made before.</summary>
    public YardExpertiseJob Add(ExpertiseSubmission submission)
    {
        var id = Interlocked.Increment(ref _lastId);
        return All[id] = new YardExpertiseJob(id, submission);
    }

    public YardExpertiseJob Add(
        string owner,
        StepStatus dataset,
        StepStatus scoring,
        string request = """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note","invitation":"I"}}""") =>
        Add(Submission(owner, request)).With(dataset, scoring);

    private static ExpertiseSubmission Submission(string owner, string request) => new()
    {
        Owner = owner,
        Name = "n",
        Config = [],
        Model = "bm25",
        Request = Encoding.UTF8.GetBytes(request),
    };
}

public sealed class YardExpertiseJob(long id, ExpertiseSubmission submission)
{
    private int _forgotten;

    public long Id => id;

    public ExpertiseSubmission Submission => submission;

    public ExpertiseConfig Config => ExpertiseConfig.Deserialize(submission.Config);

    public StepStatus Dataset { get; set; } = StepStatus.Queued;

    public StepStatus Scoring { get; set; }

    public string? Error { get; set; }

    public bool IsDataError { get; set; }

    public string? ScoresBlob { get; set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long CreatedAt { get; set; } = 1000;

    public TaskCompletionSource Deleted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource ForgottenOnce { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often its scores were to be forgotten.</summary>
    public int Forgotten => Volatile.Read(ref _forgotten);

    /// <summary>Set between a look and a deletion.</summary>
    public bool RunsAgain { get; set; }

    public ExpertiseView View => new()
    {
        Item = new WorkItemView
        {
            Id = id,
            Kind = ExpertiseNames.Kind,
            Queue = ExpertiseNames.DatasetQueue,
            Priority = 0,
            Status = Scoring == StepStatus.Completed ? WorkStatus.Completed : WorkStatus.Queued,
            Attempt = 0,
            LeaseNumber = 0,
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        },
        Owner = submission.Owner,
        Name = submission.Name,
        Model = submission.Model,
        Dataset = Dataset,
        Scoring = Scoring,
        Error = Error,
        IsDataError = IsDataError,
        ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt + 500),
        Request = submission.Request,
        ScoresBlob = ScoresBlob,
    };

    public YardExpertiseJob With(StepStatus dataset, StepStatus scoring)
    {
        (Dataset, Scoring) = (dataset, scoring);
        return this;
    }

    public void Forget()
    {
        ScoresBlob = null;
        Interlocked.Increment(ref _forgotten);
        ForgottenOnce.TrySetResult();
    }
}
