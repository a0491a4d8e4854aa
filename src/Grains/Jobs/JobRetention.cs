using Switchyard.Jobs.Maintenance;
using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Jobs;

/// <summary>Jobs, and what was said of maintenance before the newest of it.</summary>
internal sealed class JobRetention(JobsOptions options, IWorkStore store, MaintenanceRecords maintenance)
    : ItemRetention("Jobs", options.Retention, JobNames.Queues, store)
{
    public override async Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var removed = await base.RemoveAsync(before, limit, cancellationToken);
        return removed < limit ? removed + await maintenance.ForgetAsync(JobNames.Door, before, limit - removed, cancellationToken) : removed;
    }
}
