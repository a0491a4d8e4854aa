using System.Text;
using Switchyard.Tables.Rules;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>
/// What a table does with a client's answer. Pure. The protocol has no lease numbers: whoever has an open assignment may
/// answer, however late, and every answer is kept.
/// </summary>
internal static class TableReturns
{
    /// <summary>Between two errors of a result, as in the original's error files.</summary>
    private static readonly string Separator = $"\n\n{new string('-', 46)}\n\n";

    public static Decision<StoreOutcome> Result(
        WorkRow row, TargetTable targets, string client, TableResult result, TablesOptions options, DateTimeOffset now)
    {
        var body = TableBody.Deserialize(row.Body);
        if (Assignments.FindOpen(body, client) is not { } assignment)
        {
            return new(StoreOutcome.NotAssigned);
        }

        var name = NameOf(row, body, assignment, now);
        var mapped = targets.Apply(result.Annotations, assignment.LeaseNumber, options.UrlPrefix);
        var artifacts = new List<WorkArtifact> { ArtifactContent.Make(TableWork.ResultRole, name, assignment.LeaseNumber, now, result.Body) };
        if (result.Errors.Count > 0)
        {
            var text = Encoding.UTF8.GetBytes(string.Join(Separator, result.Errors));
            artifacts.Add(ArtifactContent.Make(TableWork.ErrorRole, name, assignment.LeaseNumber, now, new RawBody(text.Length, text, null)));
        }

        var next = Lifecycle.Apply(row, new WorkCommand.AcceptLate(Error: null), now).Row;
        var returned = Assignments.Return(body, client, now, name, result.Errors.Count > 0 ? name : null)!;
        return new(StoreOutcome.Stored, Write(row, next, returned, assignment, null, now, TargetCounts.Of(mapped)) with
        {
            Parts = [new(TableWork.TargetsPart, Gzip.Pack(mapped.Serialize()))],
            Artifacts = artifacts,
        });
    }

    public static Decision<StoreOutcome> Error(WorkRow row, string client, string text, RawBody raw, DateTimeOffset now)
    {
        var body = TableBody.Deserialize(row.Body);
        if (Assignments.FindOpen(body, client) is not { } assignment)
        {
            return new(StoreOutcome.NotAssigned);
        }

        var summary = ErrorSummary.Of(text);
        var name = NameOf(row, body, assignment, now);
        var next = Lifecycle.Apply(row, new WorkCommand.AcceptLate(summary), now).Row;
        var returned = Assignments.Return(body, client, now, null, name)!;
        return new(StoreOutcome.Stored, Write(row, next, returned, assignment, summary, now, null) with
        {
            Artifacts = [ArtifactContent.Make(TableWork.ErrorRole, name, assignment.LeaseNumber, now, raw)],
        });
    }

    private static WorkWrite Write(
        WorkRow row, WorkRow next, TableBody body, Assignment answered, string? error, DateTimeOffset now, TargetCounts? targets)
    {
        // Others who hold the table are told nothing, but their leases end with it: their answers will be late ones.
        var superseded = next.Status.IsTerminal() ? body.Assignments.Where(other => other.Held).ToList() : [];
        var outcome = error is null ? AttemptOutcome.Completed : AttemptOutcome.Failed;
        return new(row, TableTransitions.With(next, superseded.Count > 0 ? Assignments.EndHeld(body) : body, targets))
        {
            // The lease of a late answer has ended before, when it ran out: its attempt says so, and its assignment the rest.
            Ended =
            [
                .. answered.Held ? [TableTransitions.Ended(answered, now, outcome, error)] : Array.Empty<AttemptView>(),
                .. superseded.Select(other => TableTransitions.Ended(other, now, AttemptOutcome.Superseded, null)),
            ],
            Workers =
            [
                new(answered.Client, now, Held: answered.Held ? -1 : 0, Completed: error is null ? 1 : 0, Failed: error is null ? 0 : 1),
                .. superseded.Select(other => new WorkerChange(other.Client, other.RequestedAt, Held: -1)),
            ],
        };
    }

    private static string NameOf(WorkRow row, TableBody body, Assignment assignment, DateTimeOffset now) =>
        EntryName.Create(
            now.ToLocalTime(),
            row.Name ?? "",
            assignment.LeaseNumber,
            body.Assignments.SelectMany(other => new[] { other.ResultName, other.ErrorName }));
}
