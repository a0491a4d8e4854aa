using Switchyard.Work;

namespace Switchyard.Expertise.Rules;

/// <summary>A job as its door sees it: every status is a view of the one row. Pure.</summary>
internal static class ExpertiseViews
{
    public static ExpertiseView ViewOf(WorkRow row, byte[] request)
    {
        var body = ExpertiseRows.BodyOf(row);
        var (dataset, scoring) = StepsOf(row.Status, body.Step);
        return new()
        {
            Item = row.ToView(),
            Owner = row.Owner ?? "",
            Name = row.Name ?? "",
            Model = body.Services.ElementAtOrDefault(1) ?? "",
            Dataset = dataset,
            Scoring = scoring,
            Error = row.Status.IsTerminal() ? row.Error : null,
            IsDataError = row.Status == WorkStatus.Failed && body.IsDataError,
            ChangedAt = ChangedAt(row, body),
            Request = request,
            ScoresBlob = row.Status == WorkStatus.Completed ? body.Results.MaxBy(result => result.Step)?.Blob : null,
        };
    }

    /// <summary>All that comes after the dataset is scoring.</summary>
    public static (StepStatus Dataset, StepStatus Scoring) StepsOf(WorkStatus status, int step) => (status, step) switch
    {
        (WorkStatus.Queued, 0) => (StepStatus.Queued, StepStatus.Blocked),
        (WorkStatus.Queued, 1) => (StepStatus.Completed, StepStatus.Queued),
        // Between the steps of scoring it goes on.
        (WorkStatus.Queued, _) => (StepStatus.Completed, StepStatus.Running),
        (_, 0) => (Of(status), StepStatus.Blocked),
        _ => (StepStatus.Completed, Of(status)),
    };

    private static StepStatus Of(WorkStatus status) => status switch
    {
        WorkStatus.Running => StepStatus.Running,
        WorkStatus.Completed => StepStatus.Completed,
        WorkStatus.Failed => StepStatus.Failed,
        WorkStatus.Cancelled => StepStatus.Cancelled,
        _ => StepStatus.TimedOut,
    };

    private static DateTimeOffset ChangedAt(WorkRow row, ExpertiseBody body) =>
        row.FinishedAt
        ?? (row.Status == WorkStatus.Running ? row.StartedAt : null)
        ?? (body.Results.MaxBy(result => result.EndedAt) is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last.EndedAt) : row.CreatedAt);
}
