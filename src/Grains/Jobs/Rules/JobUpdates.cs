namespace Switchyard.Jobs.Rules;

/// <summary>What a worker's report does to a job's body: description, then status, then log, each with its line. Pure.</summary>
internal static class JobUpdates
{
    public static JobBody Apply(JobBody body, JobUpdate update, DateTimeOffset now)
    {
        if (update.Description is { } description)
        {
            body = body with { Parameters = body.Parameters with { Description = description } };
        }

        if (update.Status is { } status)
        {
            body = body with { Stage = status };
        }

        return update.Lines().Aggregate(body, (written, line) => JobLog.Add(written, now, line));
    }
}
