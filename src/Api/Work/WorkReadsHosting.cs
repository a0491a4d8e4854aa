using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Work.Logs;
using Switchyard.Work.Pages.Items;

namespace Switchyard.Work;

/// <summary>What looks at work of every kind, and acts on it: for routes, and for pages, each of which may come first, or alone.</summary>
internal static class WorkReadsHosting
{
    public static IServiceCollection AddWorkReads(this IServiceCollection services)
    {
        services.TryAddSingleton<LongPolls>();
        services.TryAddSingleton<PatientCalls>();
        services.TryAddSingleton<WorkLookup>();
        services.TryAddSingleton<ItemLogs>();
        services.TryAddSingleton<QueueReads>();
        services.TryAddSingleton<QueueLookup>();
        services.TryAddSingleton<WaitingReasons>();
        services.TryAddSingleton<Cancellation>();
        services.TryAddSingleton<SourceRuns>();
        services.TryAddScoped<ItemActs>();
        return services;
    }
}
