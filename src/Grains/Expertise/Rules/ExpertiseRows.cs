using Switchyard.Compute;
using Switchyard.Compute.Pipelines;
using Switchyard.Work;

namespace Switchyard.Expertise.Rules;

/// <summary>How a job lies in its row. Pure.</summary>
internal static class ExpertiseRows
{
    /// <summary>The item's part that is its configuration.</summary>
    public const string ConfigPart = "config";

    /// <summary>The item's part that is shown as its request.</summary>
    public const string RequestPart = "request";

    private const string FileRole = "input";

    /// <summary>The space of records that lead from a user to the jobs submitted by them, in their order.</summary>
    public static string SpaceOf(string owner) => $"expertise.of/{owner}";

    /// <param name="token">The submitter's token, encrypted.</param>
    public static WorkWrite Insert(long id, ExpertiseSubmission submission, bool isSparse, byte[]? token, DateTimeOffset now)
    {
        var body = new ExpertiseBody
        {
            Services = ExpertiseSteps.ServicesFor(submission.Model, isSparse),
            Files = submission.Files.ToDictionary(file => file.Key, file => file.Value.Blob),
            Token = token,
            NeedsToken = token is not null,
            TimeoutMilliseconds = (long?)submission.Timeout?.TotalMilliseconds,
        };
        var row = new WorkRow
        {
            Id = id,
            Kind = ExpertiseNames.Kind,
            Queue = ExpertiseNames.DatasetQueue,
            Target = submission.DuplicateKey,
            Owner = submission.Owner,
            Name = submission.Name,
            CreatedAt = now,
            Body = body.Serialize(),
        };
        return new(null, row)
        {
            Parts = [new(ConfigPart, submission.Config), new(RequestPart, submission.Request)],
            Artifacts = [.. submission.Files.Select(file => new WorkArtifact(FileRole, file.Key, 0, now, null, file.Value.Blob, file.Value.Length))],
            Records = [new(SpaceOf(submission.Owner), id.ToString(System.Globalization.CultureInfo.InvariantCulture), [])],
        };
    }

    public static ExpertiseBody BodyOf(WorkRow row) => ExpertiseBody.Deserialize(row.Body);

    public static ComputeEntry EntryOf(WorkRow row, ExpertiseOptions options)
    {
        var body = BodyOf(row);
        return Pipeline.EntryOf(row, ExpertiseSteps.Of(body, options)[body.Step]);
    }

    /// <param name="config">The item's part of that name.</param>
    public static RunOrder OrderOf(WorkRow leased, ExpertiseOptions options, byte[] config, IReadOnlyDictionary<string, SecretText> secrets)
    {
        var body = BodyOf(leased);
        var step = ExpertiseSteps.Of(body, options)[body.Step];
        var input = new RunInput(null, new Dictionary<string, byte[]> { [ExpertiseConfig.FileName] = config })
        {
            Results = [.. body.Results.Where(result => result.Step < body.Step).OrderBy(result => result.Step).Select(result => result.Blob).OfType<string>()],
            Blobs = body.Files,
        };
        return new(leased.Id, leased.LeaseNumber, step.Service, input, step.Timeout) { Secrets = secrets };
    }

    public static WorkCommand.Advance? AdvanceOf(WorkRow row, ExpertiseOptions options)
    {
        var body = BodyOf(row);
        return Pipeline.AdvanceFrom(ExpertiseSteps.Of(body, options), body.Step, row.LeaseNumber);
    }

    public static bool HasAdvanced(WorkRow row, long leaseNumber) =>
        BodyOf(row) is var body && body.Results.Any(result => result.Step < body.Step && result.LeaseNumber == leaseNumber);

    /// <summary>The row after the end of a run: with what its step left, at its next step, and without the token, since the first step is over.</summary>
    public static WorkRow AfterRun(WorkRow old, WorkRow next, RunResult result, DateTimeOffset now)
    {
        var body = BodyOf(old);
        var isDone = result.Outcome == RunOutcome.Completed;
        var hasMoved = isDone && next.Status == WorkStatus.Queued;
        return next with
        {
            Body = (body with
            {
                Step = hasMoved ? body.Step + 1 : body.Step,
                Results = isDone
                    ? [.. body.Results.Where(other => other.Step != body.Step), new(body.Step, old.LeaseNumber, result.ResultBlob, now.ToUnixTimeMilliseconds())]
                    : body.Results,
                Token = null,
                IsDataError = result is { Outcome: RunOutcome.Failed, IsInputWrong: true },
            }).Serialize(),
        };
    }

    /// <summary>The row without the token, once the job has ended.</summary>
    public static WorkRow WithoutSpentToken(WorkRow row) => row.Status.IsTerminal() && BodyOf(row) is { Token: not null } body
        ? row with { Body = (body with { Token = null }).Serialize() }
        : row;

    /// <summary>The row without its scores; the same when it has none.</summary>
    public static WorkRow Forgotten(WorkRow row)
    {
        var body = BodyOf(row);
        return row.Status == WorkStatus.Completed && body.Results.Count > 0
            ? row with { Body = (body with { Results = [], IsForgotten = true }).Serialize() }
            : row;
    }
}
