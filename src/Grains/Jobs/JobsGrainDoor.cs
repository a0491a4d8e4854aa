using Microsoft.Extensions.DependencyInjection;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.Jobs.Datasets;
using Switchyard.Jobs.Maintenance;
using Switchyard.Work;
using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Jobs;

internal sealed class JobsGrainDoor : GrainDoor<JobsOptions>
{
    /// <summary>Of its maintenance.</summary>
    public override DoorSchema Schema => new("Switchyard.Jobs.Maintenance.Migrations", "maintenance");

    protected override ISiloBuilder AddDoor(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<DatasetDirectory>();
        silo.Services.AddSingleton<MaintenanceRecords>();
        silo.Services.AddSingleton<IRetryPolicies, JobRetries>();
        silo.Services.AddSingleton<IRetention, JobRetention>();
        silo.Services.AddSingleton<IItemRemains, JobRemains>();
        silo.Services.AddSingleton(new QueueGroup(JobNames.Door, JobNames.Queues));
        return silo;
    }
}
