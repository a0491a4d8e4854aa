using Switchyard.Compute.Files;
using Switchyard.Compute.Programs;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services.Inputs;
using Switchyard.Hosting;

namespace Switchyard.Compute.Services;

/// <summary>
/// Runs a service from its inputs to its result: reads, judges, limits the time, and never throws for what a run does. It does
/// throw when the node's disk refuses.
/// </summary>
/// <param name="time">The clock of timeouts.</param>
public sealed class ServiceRunner(TimeProvider time)
{
    /// <param name="directory">Holds the unpacked upload; still there afterwards, with the result.</param>
    /// <param name="environment">The source's, for processes.</param>
    /// <param name="secrets">The run's own, for services that are the node's.</param>
    /// <param name="cancellationToken">Ends the run; its processes are gone when the task completes.</param>
    /// <param name="atOnce">Cancelled when they are not to be given time to end by themselves.</param>
    public async Task<ServiceOutcome> RunAsync(
        IService service,
        RunDirectory directory,
        RunLog log,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyDictionary<string, SecretText> secrets,
        CancellationToken cancellationToken,
        CancellationToken atOnce = default)
    {
        ServiceRun? run = null;
        using var timeout = new CancellationTokenSource(service.Timeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var inputs = await InputReader.ReadAsync(service.Inputs, directory.In, either.Token);
            if (inputs.Error is { } refused)
            {
                return new ServiceOutcome(ServiceEnd.Failed, refused, null, null) { IsInputWrong = true };
            }

            run = new ServiceRun(directory, inputs, log, environment) { AtOnce = atOnce, Secrets = secrets };
            await service.RunAsync(run, either.Token);
            return new ServiceOutcome(
                ServiceEnd.Completed, null, run.ExitCode, HasResult(run) ? run.ResultFile : null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Ended(ServiceEnd.Cancelled, "The run was cancelled.");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Ended(ServiceEnd.TimedOut, $"The run took longer than {service.Timeout}.");
        }
        catch (Exception failure) when (!NodeDisks.IsFault(failure))
        {
            return Ended(ServiceEnd.Failed, failure.Message is "" ? failure.GetType().Name : failure.Message) with
            {
                IsInputWrong = failure is WrongInputException,
            };
        }

        ServiceOutcome Ended(ServiceEnd end, string error) => new(end, error, run?.ExitCode, null);
    }

    /// <summary>A link is no result: it could lead to what is not the run's. Opening a pipe could wait without end.</summary>
    private static bool HasResult(ServiceRun run) =>
        new DirectoryInfo(run.Directory.Out).LinkTarget is null
        && (OperatingSystem.IsLinux() ? FileStatus.Of(run.ResultFile) is { Kind: FileKind.Regular } : File.Exists(run.ResultFile));
}
