using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>What the end of a run means for its item: command, parts, artifacts, and what its source did. Pure.</summary>
internal static class ItemRuns
{
    /// <summary>The item's part that says how its newest run ended.</summary>
    public const string Part = "run";

    /// <summary>The role of the artifact that is an item's result.</summary>
    public const string ResultRole = "result";

    public static WorkCommand CommandOf(long leaseNumber, RunResult result) => result.Outcome switch
    {
        RunOutcome.Completed => new WorkCommand.Complete(leaseNumber),
        RunOutcome.Failed => new WorkCommand.Fail(leaseNumber, result.Error ?? "The run failed."),
        RunOutcome.TimedOut => new WorkCommand.TimeOut(result.Error ?? "The run's time limit has passed."),
        _ => new WorkCommand.Cancel(result.Error ?? "The run was cancelled."),
    };

    public static WorkStatus StatusOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => WorkStatus.Completed,
        RunOutcome.Failed => WorkStatus.Failed,
        RunOutcome.TimedOut => WorkStatus.TimedOut,
        _ => WorkStatus.Cancelled,
    };

    /// <summary>Adds where the run was and what it said.</summary>
    public static WorkWrite WithRun(WorkWrite write, string source, RunResult result) => write with
    {
        Parts =
        [
            .. write.Parts,
            new(Part, JsonSerializer.SerializeToUtf8Bytes(new(source, result.ExitCode, result.Log), ItemRunsJson.Default.RunView)),
        ],
    };

    /// <summary>Adds the result, if there is one, as an artifact: the store keeps its blob as long as the item.</summary>
    public static WorkWrite WithResult(WorkWrite write, RunResult result, DateTimeOffset now) => result.ResultBlob is not { } blob
        ? write
        : write with
        {
            Artifacts = [.. write.Artifacts, new(ResultRole, "result.tar.gz", write.New.LeaseNumber, now, null, blob, result.ResultLength)],
        };

    public static RunView? Read(IReadOnlyDictionary<string, byte[]> parts) =>
        parts.TryGetValue(Part, out var data) ? JsonSerializer.Deserialize(data, ItemRunsJson.Default.RunView) : null;

    public static IReadOnlyList<WorkerChange> WorkersOf(WorkRow old, Transition transition, DateTimeOffset now)
    {
        if (transition.Ended is { } ended)
        {
            return
            [
                new(ended.Owner, ended.Outcome == AttemptOutcome.Expired ? ended.StartedAt : now,
                    Held: -1,
                    Completed: ended.Outcome == AttemptOutcome.Completed ? 1 : 0,
                    Failed: ended.Outcome is AttemptOutcome.Failed or AttemptOutcome.Released ? 1 : 0,
                    Expired: ended.Outcome == AttemptOutcome.Expired ? 1 : 0),
            ];
        }

        return transition.Row.LeaseOwner is { } owner && transition.Row.LeaseNumber > old.LeaseNumber ? [new(owner, now, Held: 1)] : [];
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunView))]
internal sealed partial class ItemRunsJson : JsonSerializerContext;
