using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute.Isolation;
using Switchyard.Compute.Programs;

namespace Switchyard;

/// <summary>The services of all doors that run in processes of their own.</summary>
public static class ServicePrograms
{
    private static IEnumerable<(IServiceProgram Program, string Description)> All => GrainDoors.All.SelectMany(door => door.Programs);

    /// <summary>What a process that was started for one run does; its exit code.</summary>
    public static Task<int> RunAsync(string service) => ProgramProcess.RunAsync(service, All.Select(known => known.Program));

    /// <summary>Registers what starts their processes.</summary>
    internal static ISiloBuilder AddServicePrograms(this ISiloBuilder silo)
    {
        foreach (var (program, description) in All)
        {
            silo.Services.AddSingleton(provider => new ProgramService(
                program.Name, description, provider.GetRequiredService<ProgramCommand>(), provider.GetRequiredService<RunIsolation>(), provider.GetRequiredService<TimeProvider>()));
        }

        return silo;
    }
}
