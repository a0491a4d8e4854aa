using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Switchyard.Compute.Sources;

/// <summary>Which sources this node has: those configured for it, else what is found.</summary>
internal static partial class SourceDetection
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<(SourceDefinition Definition, SourceContext Context)>> FindAsync(
        ComputeOptions options, string node, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var sources = options.Sources.Count > 0
            ? options.Sources
            : Detect(await ListGpusAsync(time, log, cancellationToken), Environment.ProcessorCount);
        return Of(sources, node);
    }

    /// <summary>A source per GPU; without one a source with a slot per core.</summary>
    /// <param name="gpus">As nvidia-smi prints them: a line each, "index, name".</param>
    internal static IReadOnlyList<ComputeSourceOptions> Detect(string gpus, int cores)
    {
        var indices = gpus.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',')[0].Trim())
            .Where(index => int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .ToList();
        return indices.Count == 0
            ? [new() { Name = "cpu", Slots = Math.Clamp(cores, 1, 1000) }]
            : [.. indices.Select(index => new ComputeSourceOptions
            {
                Name = $"gpu{index}",
                Environment = new Dictionary<string, string> { ["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID", ["CUDA_VISIBLE_DEVICES"] = index },
            })];
    }

    /// <summary>Those of a node; a place in the configuration is a place in the order.</summary>
    internal static IReadOnlyList<(SourceDefinition Definition, SourceContext Context)> Of(
        IReadOnlyList<ComputeSourceOptions> sources, string node) =>
    [
        .. sources.Index()
            .Where(source => source.Item.Node is null || source.Item.Node == node)
            .Select(source => (
                new SourceDefinition(source.Item.Name!, node, source.Item.Slots, source.Item.Services, source.Index),
                new SourceContext(SourceDefinition.KeyOf(source.Item.Name!, node), source.Item.Name!, source.Item.Environment))),
    ];

    /// <summary>Nothing when there is no nvidia-smi, or when it does not answer in time.</summary>
    private static async Task<string> ListGpusAsync(TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new("nvidia-smi", ["--query-gpu=index,name", "--format=csv,noheader"]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return "";
        }

        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            var found = await process.StandardOutput.ReadToEndAsync(either.Token);
            await errors;
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? found : "";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            LogSilent(log, Patience);
            return "";
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "nvidia-smi did not answer within {Patience}: no GPU is used")]
    private static partial void LogSilent(ILogger log, TimeSpan patience);
}
