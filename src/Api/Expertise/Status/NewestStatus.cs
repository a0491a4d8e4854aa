namespace Switchyard.Expertise.Status;

/// <summary>How a job stands, in the words of the newest API.</summary>
internal readonly record struct NewestStatus(string Status, string Description)
{
    public const string Completed = "Completed";
    public const string DataError = "Data Error";
    public const string Error = "Error";

    /// <summary>Whether it has ended.</summary>
    public bool IsFinal => Status is Completed or DataError or Error;

    public static NewestStatus Of(ExpertiseView job) => (job.Dataset, job.Scoring) switch
    {
        (_, StepStatus.Completed) => new(Completed, "Job is complete and the computed scores are ready"),
        (StepStatus.Failed, _) or (_, StepStatus.Failed) => job.IsDataError
            ? new(DataError, job.Error ?? "Job completed but no scores were computed because of an issue with the data")
            : new(Error, job.Error ?? "Job has encountered an error and has failed to complete"),
        (StepStatus.Cancelled, _) or (_, StepStatus.Cancelled) => new(Error, "Job was cancelled"),
        (StepStatus.TimedOut, _) or (_, StepStatus.TimedOut) => new(Error, job.Error ?? "Job has timed out"),
        (_, StepStatus.Running) => new("Running Expertise", "Job is running the selected expertise model to compute scores"),
        (StepStatus.Completed, _) => new(
            "Queued for Expertise", "Job has assembled the data and is waiting in queue for the expertise model"),
        (StepStatus.Running, _) => new("Fetching Data", "Job is currently fetching data from OpenReview"),
        _ => new("Queued", "Job is waiting to start fetching OpenReview data"),
    };
}
