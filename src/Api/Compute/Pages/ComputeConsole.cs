using MudBlazor;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Compute.Pages;

/// <summary>The compute sources in the console.</summary>
internal sealed class ComputeConsole(IGrainFactory grains)
{
    public static ConsolePart Part { get; } = new(
        null, [new("console/compute", "Compute", Icons.Material.Outlined.Memory) { Group = ConsoleGroup.House }])
    {
        Shared = typeof(ComputeConsole),
    };

    /// <summary>In configured order.</summary>
    public async Task<IReadOnlyList<SourceLane>> ReadAsync()
    {
        var sources = await grains.GetScheduler().GetSourcesAsync();
        var names = sources.ToLookup(source => source.Name);
        return await Task.WhenAll(sources.Select(async source =>
            new SourceLane(source, names[source.Name].Count() > 1 ? SourceDefinition.KeyOf(source.Name, source.Node) : source.Name, await RunsOfAsync(source))));
    }

    private async Task<IReadOnlyList<LaneRun>> RunsOfAsync(SourceView source) =>
        source.State == SourceState.Away ? [] : await Task.WhenAll(source.Runs.Select(async run =>
        {
            var item = grains.Reach<IWorkQueriesGrain>(0).FindAsync(run.Id);
            var log = LogOfAsync(SourceDefinition.KeyOf(source.Name, source.Node), run.Id);
            return new LaneRun(run, await item, RunProgress.Of(await log));
        }));

    /// <summary>A source that cannot be asked just now is shown without.</summary>
    private async Task<string?> LogOfAsync(string source, long id)
    {
        try
        {
            return await grains.Reach<IComputeSourceGrain>(source).GetLogAsync(id);
        }
#pragma warning disable CA1031 // The rest of the source is known and is shown.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }
}

/// <summary>A source with what runs there.</summary>
/// <param name="Label">By what it is told what to do.</param>
public sealed record SourceLane(SourceView Source, string Label, IReadOnlyList<LaneRun> Runs)
{
    /// <summary>Its key, for the ids of a page.</summary>
    public string Key => SourceDefinition.KeyOf(Source.Name, Source.Node);
}

/// <param name="Item">Null: it has just ended.</param>
/// <param name="Progress">What its log says last; null: nothing.</param>
public sealed record LaneRun(SourceItem Run, WorkItemView? Item, RunProgress? Progress);
