using Switchyard.Hosting;
using Switchyard.Jobs;

namespace Switchyard.Yard;

/// <summary>Jobs that somebody made before. Each test takes targets of its own.</summary>
public sealed class YardJobs(YardCluster yard)
{
    private static readonly JobUser Ada = new("1", "Ada", "Ångström");

    public IJobQueriesGrain Queries => yard.Grains.Reach<IJobQueriesGrain>(0);

    public IJobGrain this[long id] => yard.Grains.Reach<IJobGrain>(id);

    /// <param name="log">What was said with the status.</param>
    public async Task<JobView> AddAsync(
        string target, JobStatus status = JobStatus.Queued, JobOperation operation = JobOperation.Add, string? log = null)
    {
        var admission = new Admission(new JobParameters(operation, target), Ada, Guid.NewGuid().ToString("N"));
        var admitted = await yard.Grains.GetTarget(target).AdmitAsync(admission);
        Assert.Equal(AdmissionOutcome.Admitted, admitted.Outcome);
        var id = admitted.JobId!.Value;
        if (status != JobStatus.Queued)
        {
            Assert.Equal(JobUpdateOutcome.Updated, await this[id].UpdateAsync(new JobUpdate(status, Log: log)));
        }

        return await GetAsync(id);
    }

    public async Task<JobView> GetAsync(long id) => (await this[id].GetJobAsync())!;

    /// <summary>A job that a worker holds under the lease of this number.</summary>
    public async Task<JobView> LeaseAsync(string target, string worker, long number, JobOperation operation = JobOperation.Add)
    {
        var job = this[(await AddAsync(target, operation: operation)).Id];
        while (true)
        {
            var leased = (await job.ClaimAsync(worker, TimeSpan.FromMinutes(10)))!;
            if (leased.LeaseNumber == number)
            {
                return leased;
            }

            Assert.True(leased.LeaseNumber < number);
            await job.FailAsync(leased.LeaseNumber, "Given back.", retry: true, retryAfter: null);
        }
    }

    public async Task<JobView?> ActiveForAsync(string target) =>
        (await Queries.ListAsync(new JobFilter { Target = target, IgnoreCompleted = true }, 0, 10)).Jobs.SingleOrDefault();
}
