using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Isolation;
using Switchyard.Compute.Programs;
using Switchyard.Compute.Services;
using Switchyard.Compute.Services.BuiltIn;
using Switchyard.Compute.Volumes;
using Switchyard.Hosting;

namespace Switchyard.Compute;

/// <summary>The services of a node, and what runs them.</summary>
internal static class ServiceHosting
{
    /// <summary>Options are <see cref="ServicesOptions"/>; a door that takes uploads says how large they may be.</summary>
    public static ISiloBuilder AddServices(this ISiloBuilder silo, StorageOptions storage)
    {
        var services = silo.Services;
        services.TryAddSingleton(new ServicesOptions());
        services.TryAddSingleton(new UploadLimits());
        services.TryAddSingleton(new ResultLimits());
        services.TryAddSingleton(_ => ProgramCommand.OfThisProcess());
        services.AddSingleton(MakeCatalog);
        services.AddSingleton<ServiceDefinitions>();
        services.AddSingleton<ServiceRunner>();
        services.AddSingleton(provider => RunPlace.Open(storage, provider));
        services.AddSingleton(provider => RunPlace.IsolationOf(storage, provider));
        services.AddSingleton<RunIsolation>();
        services.AddSingleton<IRunExecutor, RunExecutor>();
        services.AddSingleton<ILeftRuns, NodeLeftRuns>();
        services.AddHostedService<LeftFilesUpkeep>();
        return silo;
    }

    /// <exception cref="OptionsValidationException">Names the keys that are wrong; the node does not start.</exception>
    private static ServiceCatalog MakeCatalog(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<ServicesOptions>();
        var problems = ServiceOptionsValidator.Validate(options.Commands, options.BuiltIn);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException("Services", typeof(ServicesOptions), problems);
        }

        var time = provider.GetRequiredService<TimeProvider>();
        var limits = provider.GetRequiredService<ResultLimits>();
        var isolation = provider.GetRequiredService<RunIsolation>();
        return new ServiceCatalog(
        [
            new FloatComputation(time),
            new Dummy(options.Dummy, time),
            new Threshold(time),
            .. provider.GetServices<ProgramService>(),
            .. options.Commands.Select(command => new CommandService(command, limits, ReadableVolume.CheckAsync, isolation, time)),
        ]);
    }
}
