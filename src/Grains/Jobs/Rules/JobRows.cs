using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

/// <summary>A job as a row of the work store, and back. Pure.</summary>
internal static class JobRows
{
    /// <summary>Of a job that is held, one is 1: the stage, to filter and to count by. Otherwise the status says it.</summary>
    private static readonly IReadOnlyDictionary<string, long>[] StageFacets =
        [.. Enum.GetValues<JobStatus>().Select(stage => IsHeld(stage) ? new Dictionary<string, long> { [JobWords.Of(stage)] = 1 } : WorkRow.EmptyFacets)];

    public static WorkWrite New(long id, Admission admission, DateTimeOffset now)
    {
        var body = new JobBody
        {
            Parameters = KeptParameters.Of(admission.Parameters),
            CreatedBy = admission.CreatedBy,
            Token = admission.Token,
            Asked = IdempotencyKeys.AskedOf(admission),
        };
        var row = new WorkRow
        {
            Id = id,
            Kind = JobNames.Kind,
            Queue = JobNames.Queue(body.Parameters.Operation),
            Target = body.Parameters.Target,
            Owner = admission.Owner ?? admission.CreatedBy.UserId,
            UniqueKey = IdempotencyKeys.Of(admission),
            CreatedAt = now,
        };
        return new(null, With(row, body))
        {
            Records = [.. TargetRecords.Of(body, now), .. TargetRecords.Mentions(id, body.Parameters)],
        };
    }

    public static WorkRow With(WorkRow row, JobBody body) => row with
    {
        Facets = FacetsOf(body.Stage),
        Body = body.Serialize(),
    };

    /// <summary>The job's body, its stage as the row's status has it.</summary>
    public static JobBody BodyOf(WorkRow row)
    {
        var body = JobBody.Deserialize(row.Body);
        var stage = StageOf(row.Status, body.Stage);
        return stage == body.Stage ? body : body with { Stage = stage };
    }

    public static JobView ViewOf(WorkRow row)
    {
        var body = BodyOf(row);
        return new JobView
        {
            Id = row.Id,
            Status = body.Stage,
            Parameters = body.Parameters,
            Log = body.Log,
            CreatedAt = row.CreatedAt,
            CreatedBy = body.CreatedBy,
            LeaseNumber = row.LeaseNumber,
            Worker = row.LeaseOwner,
            LeaseExpiresAt = row.LeaseExpiresAt,
            Attempt = row.Attempt,
            Error = row.Error,
            Owner = row.Owner,
        };
    }

    public static IReadOnlyDictionary<string, long> FacetsOf(JobStatus stage) => StageFacets[(int)stage];

    /// <summary>The stage that goes with a status: the one before, where the status leaves a choice.</summary>
    public static JobStatus StageOf(WorkStatus status, JobStatus before) => status switch
    {
        WorkStatus.Queued => JobStatus.Queued,
        WorkStatus.Running => IsHeld(before) ? before : JobStatus.Initiated,
        WorkStatus.Completed => JobStatus.Completed,
        _ => JobStatus.Failed,
    };

    /// <summary>Whether a job of this stage is with a worker: neither queued nor terminal.</summary>
    public static bool IsHeld(JobStatus stage) => stage is not (JobStatus.Queued or JobStatus.Completed or JobStatus.Failed);
}
