using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>
/// One target. It admits one active job at a time; when two activations exist for a moment, the store's partial unique
/// index decides between them. The key is the target's name, which may be empty: <see cref="TargetKeys"/>.
/// </summary>
[Alias("switchyard.jobs.target-grain")]
public interface ITargetGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes a job and puts it into its queue, with the target's record in the same transaction. Answered after the commit.
    /// Asking again with the same <see cref="Admission.Token"/>, and saying so, makes one job.
    /// </summary>
    [Alias("admit")]
    Task<AdmissionResult> AdmitAsync(Admission admission);

    /// <summary>The target, or null when no job ever named it.</summary>
    [Alias("get"), Repeatable]
    Task<TargetView?> GetAsync();

    /// <summary>
    /// Deletes the dataset's file from the input directory, unless a job for the target is active. No job is admitted
    /// meanwhile.
    /// </summary>
    [Alias("delete-dataset")]
    Task<DatasetDeletion> DeleteDatasetAsync();
}

/// <param name="Parameters">Complete and valid for their operation.</param>
/// <param name="Token">Names this request: a repetition is answered as the first was. 1 to 64 characters.</param>
/// <param name="IdempotencyKey">The user's name for the request: a repetition is answered as the first was, for ever.</param>
/// <param name="Id">One that was reserved for the job (<see cref="IJobIdsGrain"/>); null: any.</param>
/// <param name="IsRepeated">The answer to an earlier asking was lost; it may have made the job.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.admission")]
public sealed record Admission(
    [property: Id(0)] JobParameters Parameters,
    [property: Id(1)] JobUser CreatedBy,
    [property: Id(2)] string Token,
    [property: Id(3)] string? IdempotencyKey = null,
    [property: Id(4)] long? Id = null,
    [property: Id(5)] bool IsRepeated = false)
{
    /// <summary>The account or key that sent it, whose own the job is; null: it is the user's.</summary>
    [Id(6)]
    public string? Owner { get; init; }
}

/// <param name="JobId">The new job; or, when refused because one is active, that one (null when it had just ended).</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.admission-result")]
public sealed record AdmissionResult(
    [property: Id(0)] AdmissionOutcome Outcome,
    [property: Id(1)] long? JobId = null);

[GenerateSerializer, Alias("switchyard.jobs.admission-outcome")]
public enum AdmissionOutcome
{
    /// <summary>The job is queued and durable.</summary>
    Admitted = 0,

    /// <summary>The target has an active job. Nothing changed.</summary>
    TargetBusy = 1,

    /// <summary>The user has used the idempotency key for another job. Nothing changed.</summary>
    KeyReused = 2,
}

[GenerateSerializer, Alias("switchyard.jobs.dataset-deletion")]
public enum DatasetDeletion
{
    Deleted = 0,
    NotFound = 1,

    /// <summary>A job for the dataset is active. Nothing changed.</summary>
    TargetBusy = 2,

    /// <summary>There is no input directory.</summary>
    NotConfigured = 3,

    /// <summary>The file is there and cannot be deleted; the log says why.</summary>
    Failed = 4,
}

/// <summary>Grain keys are never empty, targets may be.</summary>
public static class TargetKeys
{
    private const char Mark = '=';

    public static string KeyOf(string target) => Mark + target;

    public static string TargetOf(string key) => key[1..];

    public static ITargetGrain GetTarget(this IGrainFactory grains, string target) => grains.Reach<ITargetGrain>(KeyOf(target));
}
