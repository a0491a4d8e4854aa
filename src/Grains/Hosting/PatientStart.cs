using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Switchyard.Hosting;

/// <summary>
/// Startup tasks that call grains, which is not to end the node: right after a whole cluster was killed, the directory still
/// names silos that are gone.
/// </summary>
internal static partial class PatientStart
{
    private const int MaxTries = 30;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <typeparam name="TTask">May be run again after it failed.</typeparam>
    public static ISiloBuilder AddPatientStart<TTask>(this ISiloBuilder silo)
        where TTask : class, IStartupTask => silo.AddStartupTask(RunAsync<TTask>);

    private static async Task RunAsync<TTask>(IServiceProvider services, CancellationToken cancellationToken)
        where TTask : class, IStartupTask
    {
        var task = ActivatorUtilities.CreateInstance<TTask>(services);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await task.Execute(cancellationToken);
                return;
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException && tries < MaxTries)
            {
                LogAgain(services.GetRequiredService<ILogger<TTask>>(), failure.Message);
            }

            await Task.Delay(RetryAfter, services.GetRequiredService<TimeProvider>(), cancellationToken);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A step of the node's start is tried again: {Reason}")]
    private static partial void LogAgain(ILogger logger, string reason);
}
