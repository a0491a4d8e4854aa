using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Switchyard.Client.Tasks;

/// <summary>One task whose lease is to be renewed.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="LeaseNumber">As the claim gave it.</param>
/// <param name="Progress">0 to 1; null: nothing new.</param>
/// <param name="Log">More of the task's log; null: nothing new.</param>
public sealed record Renewal(long Id, long LeaseNumber, double? Progress = null, string? Log = null);

/// <summary>What became of it.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="Outcome">Anything but ok: stop working on it.</param>
/// <param name="LeaseExpiresAt">By the node's clock; null when it was not renewed.</param>
public sealed record Renewed(long Id, LeaseOutcome Outcome, DateTimeOffset? LeaseExpiresAt = null);

/// <summary>One task that is done.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="LeaseNumber">As the claim gave it.</param>
/// <param name="Result">Any JSON, up to 1 MiB; null: none.</param>
public sealed record Completion(long Id, long LeaseNumber, JsonElement? Result = null)
{
    /// <summary>With a typed result.</summary>
    public static Completion Of<T>(ClaimedTask task, T result, JsonTypeInfo<T> type) =>
        new(task.Id, task.LeaseNumber, JsonSerializer.SerializeToElement(result, type));

    /// <summary>With a typed result, in <see cref="JsonSerializerOptions.Web"/> by reflection.</summary>
    [RequiresUnreferencedCode(Reflection.Warning)]
    [RequiresDynamicCode(Reflection.Warning)]
    public static Completion Of<T>(ClaimedTask task, T result) =>
        new(task.Id, task.LeaseNumber, JsonSerializer.SerializeToElement(result, JsonSerializerOptions.Web));
}

/// <summary>What became of it.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="Outcome">Ok, also when it is said twice.</param>
public sealed record Completed(long Id, LeaseOutcome Outcome);

/// <summary>One task that could not be done.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="LeaseNumber">As the claim gave it.</param>
/// <param name="Error">Why, for people.</param>
/// <param name="Retry">False: it ends for good.</param>
/// <param name="RetryAfter">When it is handed out again at the earliest; null: as the queue's policy says.</param>
public sealed record Failure(long Id, long LeaseNumber, string Error, bool Retry = true, TimeSpan? RetryAfter = null);

/// <summary>What became of it.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="Outcome">Ok: it was believed.</param>
/// <param name="Status">Queued: it is tried again. Failed: it has ended. Null when it was not believed.</param>
/// <param name="NotBefore">When it is handed out again at the earliest.</param>
public sealed record Failed(long Id, LeaseOutcome Outcome, TaskState? Status = null, DateTimeOffset? NotBefore = null);
