using Microsoft.Extensions.Logging;
using Switchyard.Compute.Runs;

namespace Switchyard.Compute;

/// <summary>Ends the runs that an earlier life of this node left below its own root.</summary>
internal sealed partial class NodeLeftRuns(RunRoot root, TimeProvider time, ILogger<NodeLeftRuns> log) : ILeftRuns
{
    public async Task EndAllAsync(CancellationToken cancellationToken)
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

    [LoggerMessage(1, LogLevel.Warning, "An earlier life of this node left a run of item {Id} under lease {Lease}: it is ended")]
    private partial void LogEnded(long id, long lease);

    [LoggerMessage(2, LogLevel.Error, "What an earlier life of this node left in {Path} is not all gone: {Problem}")]
    private partial void LogNotEnded(string path, string problem);
}
