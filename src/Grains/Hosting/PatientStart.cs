using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

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
        var log = services.GetRequiredService<ILogger<TTask>>();
        var patience = new ResiliencePipelineBuilder { TimeProvider = services.GetRequiredService<TimeProvider>() }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = MaxTries - 1,
                Delay = RetryAfter,
                ShouldHandle = new PredicateBuilder().Handle<OrleansException>().Handle<TimeoutException>(),
                OnRetry = again =>
                {
                    LogAgain(log, again.Outcome.Exception!.Message);
                    return default;
                },
            })
            .Build();
        await patience.ExecuteAsync(async token => await task.Execute(token), cancellationToken);
    }

    [LoggerMessage(1014, LogLevel.Warning, "A step of the node's start is tried again: {Reason}")]
    private static partial void LogAgain(ILogger logger, string reason);
}
