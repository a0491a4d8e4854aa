using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchyard.Work.Audit;
using Switchyard.Work.Changes;
using Switchyard.Work.Events;
using Switchyard.Work.Instruments;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>What an item's grain needs besides its row.</summary>
public sealed record WorkItemServices(
    IWorkStore Store, IGrainFactory Grains, IEnumerable<IRetryPolicies> Policies, WorkInstruments Instruments, Random Random, TimeProvider Time)
{
    /// <summary>By what the items of a queue are tried again; to be asked anew for each decision.</summary>
    public RetryTerms TermsOf(string queue) => new(
        Policies.Select(policies => policies.Find(queue)).FirstOrDefault(policy => policy is not null) ?? RetryPolicy.Endless,
        Random.NextDouble());
}

/// <summary>What the items of any door need from their silo.</summary>
internal static class WorkItemHosting
{
    public static IServiceCollection AddWorkItems(this IServiceCollection services)
    {
#pragma warning disable RS0030 // Here it is injected.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030
        services.TryAddSingleton<WorkItemServices>();
        services.TryAddSingleton<AuditLog>();
        services.TryAddSingleton<WorkEvents>();
        services.TryAddSingleton<WorkInstruments>();
        services.TryAddSingleton<WorkChanges>();
        services.TryAddSingleton<QueueGroups>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IQueuePauseListener, QueueGroups>(provider => provider.GetRequiredService<QueueGroups>()));
        return services;
    }
}
