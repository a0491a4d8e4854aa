using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.Tasks.Lane;
using Switchyard.Tasks.Lane.Postgres;
using Switchyard.Tasks.Lane.Sqlite;
using Switchyard.Tasks.Once;
using Switchyard.Tasks.Schedules;
using Switchyard.Tasks.Upkeep;
using Switchyard.Work;
using Switchyard.Work.Lanes;
using Switchyard.Work.Store;

namespace Switchyard.Tasks;

internal sealed class TasksGrainDoor : GrainDoor<TasksOptions>
{
    public override DoorSchema Schema => LaneSchema.Tables;

    protected override ISiloBuilder AddDoor(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton(SubmissionTable.Schema);
        services.TryAddSingleton<ILaneStore>(OpenStore);
        services.AddSingleton<TaskQueues>();
        services.AddSingleton<TaskIntake>();
        services.AddSingleton<TaskVerdicts>();
        services.AddSingleton<TaskInstruments>();
        services.AddSingleton<TaskEvents>();
        services.AddSingleton<TaskLines>();
        services.AddSingleton<TaskNews>();
        services.AddSingleton<OnceSubmissions>();
        services.AddSingleton<IItemLane, TaskItemLane>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IQueuePauseListener, TaskPauses>());
        services.AddHostedService<TaskUpkeep>();
        services.AddSchedules();
        return silo;
    }

    internal static ILaneStore OpenStore(IServiceProvider services)
    {
        var storage = services.GetRequiredService<StorageOptions>();
        var options = services.GetRequiredService<WorkStoreOptions>();
        var time = services.GetRequiredService<TimeProvider>();
        return storage.Provider == StorageProvider.Postgres
            ? PostgresLaneStore.Open(storage.ConnectionString!, options, time, services.GetRequiredService<ILogger<PostgresLaneStore>>())
            : new SqliteLaneStore(services.GetRequiredService<IDoorDatabase>(), options, time);
    }
}
