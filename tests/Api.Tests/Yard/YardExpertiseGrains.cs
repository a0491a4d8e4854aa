using Switchyard.Compute;
using Switchyard.Expertise;
using Switchyard.Work;

namespace Switchyard.Yard;

[GrainType(ExpertiseNames.Kind)]
public sealed class YardExpertiseGrain(YardState yard) : Grain, IExpertiseJobGrain
{
    private YardExpertiseJob? Job => yard.Expertise.All.GetValueOrDefault(this.GetPrimaryKeyLong());

    public Task<ExpertiseView?> LookAsync() => Task.FromResult(Job?.View);

    public Task ForgetScoresAsync()
    {
        Job?.Forget();
        return Task.CompletedTask;
    }

    public Task<ActOutcome> DeleteAsync()
    {
        if (Job is not { } job)
        {
            return Task.FromResult(ActOutcome.Unknown);
        }

        if (job.RunsAgain)
        {
            job.With(StepStatus.Completed, StepStatus.Running);
            return Task.FromResult(ActOutcome.Conflict);
        }

        yard.Expertise.All.TryRemove(job.Id, out _);
        job.Deleted.TrySetResult();
        return Task.FromResult(ActOutcome.Accepted);
    }

    public Task<RunOrder?> StartAsync(string source, TimeSpan lease) => Task.FromResult<RunOrder?>(null);

    public Task<ActOutcome> EndAsync(long leaseNumber, RunResult result) => Task.FromResult(ActOutcome.Stale);

    public Task<ActOutcome> ReleaseAsync(long leaseNumber, string reason, ReleaseCause cause) => Task.FromResult(ActOutcome.Stale);

    public Task<RunView?> GetRunAsync() => Task.FromResult<RunView?>(null);

    public Task<WorkItemView?> GetAsync() => Task.FromResult(Job?.View.Item);

    public Task<ActOutcome> CancelAsync(string reason) => Task.FromResult(ActOutcome.Conflict);

    public Task<ActOutcome> ResetAsync() => Task.FromResult(ActOutcome.Conflict);

    public Task<string?> WhyNoResetAsync() => Task.FromResult<string?>(null);

    public Task<WaitingView?> WhyWaitingAsync() => Task.FromResult((WaitingView?)PlacementView.WhyWaits(null));

    public Task<ActOutcome> ExpireAsync() => Task.FromResult(ActOutcome.Conflict);
}

public sealed class YardExpertiseJobsGrain(YardState yard) : Grain, IExpertiseJobsGrain
{
    public Task<ExpertiseSubmitted> SubmitAsync(ExpertiseSubmission submission)
    {
        if (yard.Expertise.Failures.TryRemove(submission.Name, out var failure))
        {
            throw failure;
        }

        return Task.FromResult(yard.Expertise.Refusals.TryGetValue(submission.Name, out var refusal)
            ? new ExpertiseSubmitted(null, refusal)
            : new ExpertiseSubmitted(yard.Expertise.Add(submission).Id, ExpertiseRefusal.None));
    }

    /// <summary>Pages of two, however many are asked for.</summary>
    public Task<ExpertisePage> ListAsync(string? owner, long after, int limit)
    {
        var found = yard.Expertise.All.Values
            .Where(job => job.Id > after && (owner is null || job.Submission.Owner == owner))
            .OrderBy(job => job.Id)
            .Take(3)
            .ToArray();
        return Task.FromResult(new ExpertisePage([.. found.Take(2).Select(job => job.View)], found.Length > 2 ? found[1].Id : null));
    }

    public Task<bool> CanScoreAsync(string model) => Task.FromResult(yard.Expertise.Models.ContainsKey(model));
}
