using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Switchyard.Compute.Sources;

/// <summary>
/// When the node starts: what an earlier life of it left is ended and given back, and only then its sources are told to the
/// scheduler. So nothing runs twice at the same time on one node.
/// </summary>
internal sealed partial class SourceStart(
    NodeSources sources,
    IEnumerable<ILeftRuns> leftRuns,
    RunningItems running,
    IGrainFactory grains,
    ComputeOptions options,
    TimeProvider time,
    ILogger<SourceStart> log) : IStartupTask
{
    private const int MaxTries = 10;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public async Task Execute(CancellationToken cancellationToken)
    {
        var found = await SourceDetection.FindAsync(options, sources.Node, time, log, cancellationToken);
        foreach (var left in leftRuns)
        {
            await left.EndAllAsync(cancellationToken);
        }

        var given = await running.GiveBackAsync(sources.Node, $"The node {sources.Node} was started anew.", cancellationToken);
        LogStarted(sources.Node, string.Join(", ", found.Select(source => source.Definition.Name)), given);
        sources.Open(found);
        await RegisterAsync([.. found.Select(source => source.Definition)], cancellationToken);
    }

    /// <summary>The scheduler may be on its way from a node that has just gone.</summary>
    private async Task RegisterAsync(IReadOnlyList<SourceDefinition> definitions, CancellationToken cancellationToken)
    {
        var patience = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = MaxTries - 1,
                Delay = RetryAfter,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(),
                OnRetry = again =>
                {
                    LogNotRegistered(again.AttemptNumber + 1, again.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
        await patience.ExecuteAsync(
            async _ => await grains.GetScheduler().RegisterAsync(sources.Node, sources.Life, definitions), cancellationToken);
    }

    [LoggerMessage(3033, LogLevel.Information, "Node {Node} computes with {Sources}; {Given} items of an earlier life were given back")]
    private partial void LogStarted(string node, string sources, int given);

    [LoggerMessage(3034, LogLevel.Warning, "The scheduler could not be told of this node's sources (try {Tries}); tried again")]
    private partial void LogNotRegistered(int tries, Exception exception);
}
