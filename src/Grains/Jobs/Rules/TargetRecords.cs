using System.Globalization;
using System.Text.Json;
using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

/// <summary>What a job makes true of targets, to be stored with each of its transitions. Pure.</summary>
internal static class TargetRecords
{
    private const string Draft = "DRAFT";
    private const string PendingRelease = "PENDING_RELEASE";

    /// <summary>The record of the job's own target; and of a BUMP that is completed, those of all it released or removed.</summary>
    public static IReadOnlyList<WorkRecord> Of(JobBody job, DateTimeOffset now) =>
        [Record(new(job.Parameters.Target, now, job.Stage, job.CreatedBy, ActionOf(job.Parameters))), .. FanOut(job, now).Select(Record)];

    /// <summary>Links from the datasets that a BUMP's manifesto names to the job.</summary>
    public static IReadOnlyList<WorkRecord> Mentions(long jobId, JobParameters parameters) =>
    [
        .. MentionedBy(parameters).Select(name => new WorkRecord(JobNames.Mentions(name), MentionOf(jobId), [])),
    ];

    /// <summary>The datasets that a BUMP's manifesto names.</summary>
    public static IEnumerable<string> MentionedBy(JobParameters parameters) =>
        Updates(parameters).Select(update => update.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The key of a job's links.</summary>
    public static string MentionOf(long jobId) => jobId.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="JsonException">The bytes are not a target's record.</exception>
    public static TargetView Read(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, JobStateJson.Default.TargetView) ?? throw new JsonException("A target's record is null.");

    private static IEnumerable<TargetView> FanOut(JobBody job, DateTimeOffset now) => job.Stage != JobStatus.Completed
        ? []
        : Updates(job.Parameters)
            .Where(update => update.ReleaseStatus != Draft)
            .Select(update => new TargetView(update.Name, now, JobStatus.Completed, job.CreatedBy,
                [update.ReleaseStatus == PendingRelease ? "RELEASED" : "REMOVED", job.Parameters.BumpToVersion ?? ""]));

    private static IReadOnlyList<DataStructureUpdate> Updates(JobParameters parameters) =>
        parameters is { Operation: JobOperation.Bump, BumpManifesto: { } manifesto } ? manifesto.DataStructureUpdates : [];

    private static IReadOnlyList<string> ActionOf(JobParameters parameters)
    {
        var operation = JobWords.Of(parameters.Operation);
        return parameters switch
        {
            { Operation: JobOperation.SetStatus, ReleaseStatus: { } status } => [operation, JobWords.Of(status)],
            { Operation: JobOperation.Bump } => [operation, parameters.BumpFromVersion ?? "", parameters.BumpToVersion ?? ""],
            _ => [operation],
        };
    }

    private static WorkRecord Record(TargetView target) =>
        new(JobNames.Targets, target.Name, JsonSerializer.SerializeToUtf8Bytes(target, JobStateJson.Default.TargetView));
}
