namespace Switchyard.Jobs;

/// <summary>What a worker's report does to a job's body: description, then status, then log, each with its line. Pure.</summary>
internal static class JobUpdates
{
    public static JobBody Apply(JobBody body, JobUpdate update, DateTimeOffset now)
    {
        if (update.Description is { } description)
        {
            body = JobLog.Add(
                body with { Parameters = body.Parameters with { Description = description } }, now, "Added update description");
        }

        if (update.Status is { } status)
        {
            body = JobLog.Add(body with { Stage = status }, now, $"Set status: {JobWords.Of(status)}");
        }

        return update.Log is { } line ? JobLog.Add(body, now, line) : body;
    }
}
