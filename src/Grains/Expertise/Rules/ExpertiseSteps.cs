using Switchyard.Compute;
using Switchyard.Compute.Pipelines;

namespace Switchyard.Expertise.Rules;

/// <summary>The steps of a job. Pure.</summary>
internal static class ExpertiseSteps
{
    /// <summary>The services of a new job's steps, in their order.</summary>
    public static IReadOnlyList<string> ServicesFor(string model, bool isSparse) =>
        isSparse && model != ExpertiseNames.Bm25Service
            ? [ExpertiseNames.DatasetService, model, ExpertiseNames.SparseService]
            : [ExpertiseNames.DatasetService, model];

    /// <summary>The dataset has slots of its own: its token does not wait for what computes.</summary>
    public static IReadOnlyList<PipelineStep> Of(ExpertiseBody body, ExpertiseOptions options) =>
    [
        .. body.Services.Select((service, place) => place == 0
            ? new PipelineStep(ExpertiseNames.DatasetQueue, service, SlotPool.Network, Shorter(options.DatasetTimeout, body.TimeoutMilliseconds))
            : new PipelineStep(ExpertiseNames.ScoringQueue, service, SlotPool.Compute, Shorter(options.ScoringTimeout, body.TimeoutMilliseconds))),
    ];

    private static TimeSpan? Shorter(TimeSpan? limit, long? own) => (limit, own) switch
    {
        (null, null) => null,
        ({ } only, null) => only,
        (null, { } milliseconds) => TimeSpan.FromMilliseconds(milliseconds),
        ({ } one, { } milliseconds) => TimeSpan.FromTicks(Math.Min(one.Ticks, TimeSpan.FromMilliseconds(milliseconds).Ticks)),
    };
}
