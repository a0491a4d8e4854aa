using Microsoft.Extensions.Logging;
using Switchyard.Compute.Sources.Gpus;

namespace Switchyard.Compute.Sources;

/// <summary>Which sources this node has: those configured for it, else what is found.</summary>
internal static partial class SourceDetection
{
    public static async Task<IReadOnlyList<(SourceDefinition Definition, SourceContext Context)>> FindAsync(
        ComputeOptions options, string node, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var own = OwnVariables();
        var gpus = options.Sources.Count == 0 || options.Sources.Any(source => IsOn(source, node) && (source.Each == SourceEach.Gpu || NamesGpu(source)))
            ? Given(await new NvidiaSmi(time, log).ListAsync(cancellationToken), own.GetValueOrDefault(VisibleDevices.Variable), log)
            : [];
        var sources = Of(
            options.Sources.Count > 0 ? Expand(options.Sources, node, gpus) : Detect(gpus, Environment.ProcessorCount), node, own);
        if (sources.Count == 0)
        {
            LogNone(log, node);
        }

        return [.. sources.Select(source => (source.Definition with { Device = SeenBy(source.Context.Environment, gpus) }, source.Context))];
    }

    /// <summary>The GPU that runs of a source see, for people; of several how many; null: none, or it is not known.</summary>
    internal static SourceDevice? SeenBy(IReadOnlyDictionary<string, string> environment, IReadOnlyList<GpuDevice> gpus)
    {
        var seen = environment.TryGetValue(VisibleDevices.Variable, out var visible) ? VisibleDevices.Of(gpus, visible).Given : [];
        return seen switch
        {
            [] => null,
            [var one] => one.Seen,
            _ => new(
                string.Join(", ", seen.GroupBy(device => device.Name ?? "GPU").Select(model => model.Count() == 1 ? model.Key : $"{model.Count()} x {model.Key}")),
                seen.All(device => device.MemoryBytes is not null) ? seen.Sum(device => device.MemoryBytes) : null),
        };
    }

    /// <summary>A source per GPU or slice of one; without any a source with a slot per core.</summary>
    internal static IReadOnlyList<ComputeSourceOptions> Detect(IReadOnlyList<GpuDevice> gpus, int cores) => gpus.Count == 0
        ? [new() { Name = "cpu", Slots = Math.Clamp(cores, 1, 1000) }]
        : [.. gpus.Select(gpu => OfGpu(new() { Each = SourceEach.Gpu }, gpu))];

    /// <summary>
    /// The sources with those that stand for each GPU of the node written out. Where there are such, the others see no GPU
    /// unless they name one: it would be given twice.
    /// </summary>
    internal static IReadOnlyList<ComputeSourceOptions> Expand(
        IReadOnlyList<ComputeSourceOptions> sources, string node, IReadOnlyList<GpuDevice> gpus) =>
        sources.Any(source => source.Each is not null && IsOn(source, node))
            ? [.. sources.SelectMany(source => !IsOn(source, node) ? [source] : source.Each is null ? [WithoutGpu(source)] : gpus.Select(gpu => OfGpu(source, gpu)))]
            : sources;

    /// <summary>Those of a node; a place in the list is a place in the order.</summary>
    /// <param name="own">The node's own variables that say which GPUs it was given: a source that says nothing of them has the same.</param>
    internal static IReadOnlyList<(SourceDefinition Definition, SourceContext Context)> Of(
        IReadOnlyList<ComputeSourceOptions> sources, string node, IReadOnlyDictionary<string, string> own) =>
    [
        .. sources.Index()
            .Where(source => IsOn(source.Item, node))
            .Select(source => (
                new SourceDefinition(source.Item.Name!, node, source.Item.Slots, source.Item.Services, source.Index),
                new SourceContext(
                    SourceDefinition.KeyOf(source.Item.Name!, node),
                    source.Item.Name!,
                    source.Item.Environment.ContainsKey(VisibleDevices.Variable) ? source.Item.Environment : With(own, source.Item.Environment)))),
    ];

    private static bool NamesGpu(ComputeSourceOptions source) => source.Environment.GetValueOrDefault(VisibleDevices.Variable) is { Length: > 0 };

    private static bool IsOn(ComputeSourceOptions source, string node) => source.Node is null || source.Node == node;

    private static ComputeSourceOptions OfGpu(ComputeSourceOptions source, GpuDevice gpu) => source with
    {
        Name = source.NameOfEach + gpu.Place,
        Each = null,
        Environment = With(source.Environment, new Dictionary<string, string> { [VisibleDevices.Variable] = gpu.Uuid }),
    };

    private static ComputeSourceOptions WithoutGpu(ComputeSourceOptions source) => source with
    {
        Environment = With(new Dictionary<string, string> { [VisibleDevices.Variable] = "" }, source.Environment),
    };

    /// <summary>The later ones win.</summary>
    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> then)
    {
        var all = new Dictionary<string, string>(first);
        foreach (var (name, value) in then)
        {
            all[name] = value;
        }

        return all;
    }

    private static IReadOnlyList<GpuDevice> Given(IReadOnlyList<GpuDevice> found, string? visible, ILogger log)
    {
        var (given, unknown) = VisibleDevices.Of(found, visible);
        if (unknown is not null)
        {
            LogUnknown(log, unknown, given.Count);
        }

        return given;
    }

    private static Dictionary<string, string> OwnVariables()
    {
        var own = new Dictionary<string, string>();
        foreach (var name in (string[])[VisibleDevices.Variable, VisibleDevices.OrderVariable])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                own[name] = value;
            }
        }

        return own;
    }

    [LoggerMessage(3024, LogLevel.Warning, "This node's CUDA_VISIBLE_DEVICES names '{Entry}', which nvidia-smi does not list: what follows it is not used, and {Count} devices are")]
    private static partial void LogUnknown(ILogger log, string entry, int count);

    [LoggerMessage(3025, LogLevel.Warning, "The node {Node} computes with nothing: none of Compute:Sources is on it")]
    private static partial void LogNone(ILogger log, string node);
}
