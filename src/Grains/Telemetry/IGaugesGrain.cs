using Switchyard.Compute;
using Switchyard.Hosting;
using Switchyard.Work.Lanes;

namespace Switchyard.Telemetry;

/// <summary>Reads for all nodes what gauges tell of the cluster, so that its size costs the store nothing. The key is always 0.</summary>
[Alias("switchyard.telemetry.gauges-grain")]
internal interface IGaugesGrain : IGrainWithIntegerKey
{
    /// <summary>As of a moment ago at most.</summary>
    [Alias("read"), Repeatable]
    Task<GaugeReading> ReadAsync();
}

/// <param name="At">When it was read.</param>
[GenerateSerializer, Immutable, Alias("switchyard.telemetry.gauge-reading")]
internal sealed record GaugeReading(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] IReadOnlyList<Backlog> Backlogs,
    [property: Id(2)] IReadOnlyList<SourceView> Sources);
