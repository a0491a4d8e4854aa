using Switchyard.Jobs;

namespace Switchyard.Yard;

public sealed class YardJobQueriesGrain(YardState yard) : Grain, IJobQueriesGrain
{
    public Task<JobPage> ListAsync(JobFilter filter, long after, int limit)
    {
        yard.Jobs.Filters.Enqueue(filter);
        return Task.FromResult(filter.Target switch
        {
            YardJobs.Away => throw new SiloUnavailableException("gone"),
            YardJobs.Faulty => throw new InvalidOperationException("secret detail"),
            YardJobs.Breaking when after > 0 => throw new InvalidOperationException("secret detail"),
            YardJobs.Breaking => MakeUp(after, limit, more: true),
            YardJobs.ThreePages => MakeUp(after, limit, more: after < 2 * limit),
            YardJobs.Endless => Endless(after, limit),
            _ => Stored(filter, after, limit),
        });
    }

    public Task<TargetPage> ListTargetsAsync(long after, int limit)
    {
        var targets = yard.Jobs.Targets.Values.OrderBy(target => target.Name, StringComparer.Ordinal).Skip((int)after).Take(limit).ToArray();
        return Task.FromResult(new TargetPage(targets, targets.Length == limit ? after + limit : null));
    }

    private JobPage Stored(JobFilter filter, long after, int limit)
    {
        var jobs = yard.Jobs.All.Values
            .Where(job => job.Id > after)
            .Where(job => filter.Target is null || job.Parameters.Target == filter.Target)
            .Where(job => filter.Status is null || job.Status == filter.Status)
            .OrderBy(job => job.Id)
            .Take(limit)
            .ToArray();
        return new JobPage(jobs, jobs.Length == limit ? jobs[^1].Id : null);
    }

    private JobPage Endless(long after, int limit)
    {
        yard.Jobs.CountEndlessPage();
        return MakeUp(after, limit, more: true);
    }

    private static JobPage MakeUp(long after, int limit, bool more) => new(
        [.. Enumerable.Range(1, limit).Select(number => new JobView
        {
            Id = after + number,
            Status = JobStatus.Completed,
            Parameters = new JobParameters(JobOperation.Add, YardJobs.ThreePages),
            Log = [],
            CreatedAt = YardJobs.Created,
            CreatedBy = new JobUser("1", "Ada", "Ångström"),
            LeaseNumber = 1,
            Attempt = 1,
        })],
        more ? after + limit : null);
}
