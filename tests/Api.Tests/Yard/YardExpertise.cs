using System.Text;
using Switchyard.Compute;
using Switchyard.Expertise;
using Switchyard.Work;

namespace Switchyard.Yard;

/// <summary>Expertise jobs that somebody made before.</summary>
public sealed class YardExpertise(YardCluster yard)
{
    public IExpertiseJobsGrain Jobs => yard.Grains.GetExpertiseJobs();

    public async Task<YardExpertiseJob> AddAsync(
        string owner,
        StepStatus dataset,
        StepStatus scoring,
        string request = """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note","invitation":"I"}}""",
        string? scores = null,
        bool isDataError = false,
        string error = "why")
    {
        var submission = new ExpertiseSubmission
        {
            Owner = owner,
            Name = "n",
            Config = new ExpertiseConfig { Name = "n", Model = "bm25" }.Serialize(),
            Model = "bm25",
            Request = Encoding.UTF8.GetBytes(request),
        };
        var made = await Jobs.SubmitAsync(submission);
        var job = Get(made.Id!.Value, submission);
        await job.BringAsync(dataset, scoring, scores, isDataError, error);
        return job;
    }

    public YardExpertiseJob Get(long id, ExpertiseSubmission submission) => new(id, submission, yard);
}

public sealed class YardExpertiseJob(long id, ExpertiseSubmission submission, YardCluster yard)
{
    public long Id => id;

    public ExpertiseSubmission Submission => submission;

    public ExpertiseConfig Config => ExpertiseConfig.Deserialize(submission.Config);

    public IExpertiseJobGrain Grain { get; } = yard.Grains.GetExpertiseJob(id);

    public async Task<ExpertiseView> LookAsync() => (await Grain.LookAsync())!;

    public async Task<bool> IsThereAsync() => await Grain.LookAsync() is not null;

    /// <summary>Brings a new job to where its steps are so.</summary>
    /// <param name="scores">The blob of the result of one that completes.</param>
    /// <param name="isDataError">Whether one that fails does so for what it was given.</param>
    public async Task BringAsync(StepStatus dataset, StepStatus scoring, string? scores = null, bool isDataError = false, string error = "why")
    {
        await BringAsync(dataset, await yard.Blobs.AddAsync("a dataset"u8.ToArray()), isDataError, error);
        if (dataset == StepStatus.Completed)
        {
            await BringAsync(scoring, scores, isDataError, error);
        }

        while (scoring == StepStatus.Completed && !(await LookAsync()).Item.Status.IsTerminal())
        {
            await BringAsync(StepStatus.Completed, scores, isDataError, error);
        }
    }

    private Task BringAsync(StepStatus step, string? result, bool isDataError, string error)
    {
        return step switch
        {
            StepStatus.Running => YardSource.StartAsync(Grain),
            StepStatus.Completed => EndAsync(new RunResult { Outcome = RunOutcome.Completed, ResultBlob = result }),
            StepStatus.Failed => EndAsync(new RunResult { Outcome = RunOutcome.Failed, Error = error, IsInputWrong = isDataError }),
            StepStatus.TimedOut => EndAsync(new RunResult { Outcome = RunOutcome.TimedOut, Error = error }),
            StepStatus.Cancelled => Grain.CancelAsync("by an operator"),
            _ => Task.CompletedTask,
        };

        Task EndAsync(RunResult result) => YardSource.RunAsync(Grain, result);
    }
}
