using Microsoft.Extensions.DependencyInjection;

namespace Switchyard.Tasks.Schedules;

/// <summary>What schedules need from their silo.</summary>
internal static class ScheduleHosting
{
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.AddSingleton(ScheduleTable.Schema);
        services.AddSingleton<ScheduleInstruments>();
        services.AddTransient<ScheduleRuns>();
        services.AddHostedService<ScheduleTicks>();
        return services;
    }
}
