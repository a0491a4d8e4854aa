using Switchyard.Hosting;
using Switchyard.Jobs;

namespace Switchyard.OperatorConsole;

/// <summary>What users and workers do with jobs.</summary>
public sealed class ConsoleJobs(ConsoleNode node)
{
    public static JobUser Ann { get; } = new("1234", "Ann", "Smith");

    public IMaintenanceGrain Maintenance => node.Grains.Reach<IMaintenanceGrain>(JobNames.Door);

    public IJobGrain this[long id] => node.Grains.Reach<IJobGrain>(id);

    /// <summary>A job that is as far as a worker says.</summary>
    /// <returns>The job's id.</returns>
    public async Task<long> AddAsync(JobParameters parameters, JobStatus status = JobStatus.Queued)
    {
        var admission = new Admission(parameters, Ann, Guid.NewGuid().ToString("N"));
        var admitted = await node.Grains.GetTarget(parameters.Target).AdmitAsync(admission);
        Assert.Equal(AdmissionOutcome.Admitted, admitted.Outcome);
        var id = admitted.JobId!.Value;
        if (status != JobStatus.Queued)
        {
            Assert.Equal(JobUpdateOutcome.Updated, await this[id].UpdateAsync(new JobUpdate(status)));
        }

        return id;
    }

    /// <inheritdoc cref="AddAsync(JobParameters, JobStatus)"/>
    public Task<long> AddAsync(JobOperation operation, string target, JobStatus status = JobStatus.Queued) =>
        AddAsync(new JobParameters(operation, target), status);
}
