using Microsoft.Extensions.Logging;
using Switchyard.Compute.Runs;
using Switchyard.Hosting;

namespace Switchyard.Compute;

/// <summary>Ends the runs that an earlier life of this node left, where they are now and where they were before.</summary>
internal sealed partial class NodeLeftRuns(
    RunRoot root, StorageOptions storage, IServiceProvider services, TimeProvider time, ILogger<NodeLeftRuns> log) : ILeftRuns
{
    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        await EndAllAsync(root, cancellationToken);
        if (RunPlace.Former(storage, services) is not { } former)
        {
            return;
        }

        try
        {
            using var held = RunRoot.Open(former);
            await EndAllAsync(held, cancellationToken);
            held.RemoveAside();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotEnded(former, exception.Message);
        }
    }

    private async Task EndAllAsync(RunRoot root, CancellationToken cancellationToken)
    {
        foreach (var left in await LeftRuns.EndAllAsync(root, time, cancellationToken))
        {
            LogEnded(left.Directory.ItemId, left.Directory.LeaseNumber);
            if (left.Problem is { } problem)
            {
                LogNotEnded(left.Directory.FullName, problem);
            }
        }
    }

    [LoggerMessage(3004, LogLevel.Warning, "An earlier life of this node left a run of item {Id} under lease {Lease}: it is ended")]
    private partial void LogEnded(long id, long lease);

    [LoggerMessage(3005, LogLevel.Error, "What an earlier life of this node left in {Path} is not all gone: {Problem}")]
    private partial void LogNotEnded(string path, string problem);
}
