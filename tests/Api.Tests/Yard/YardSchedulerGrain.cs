using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Yard;

/// <summary>Two nodes, which both have a source named twin.</summary>
public sealed class YardSchedulerGrain(YardState yard) : Grain, ISchedulerGrain
{
    public static IReadOnlyList<SourceView> Sources { get; } =
    [
        new("gpu0", "east", 1, ["Everything"], 1, 2, 3, SourceState.Active),
        new("twin", "east", 2, [], 0, 0, 0, SourceState.Draining),
        new("twin", "west", 2, [], 0, 0, 0, SourceState.Away),
    ];

    public Task<IReadOnlyList<SourceView>> GetSourcesAsync() => Task.FromResult(Sources);

    public Task<SourceView?> ActAsync(string name, SourceAct act, string by)
    {
        var found = Sources.Where(source => source.Name == name || SourceDefinition.KeyOf(source.Name, source.Node) == name).ToArray();
        if (found is not [var source])
        {
            return Task.FromResult<SourceView?>(null);
        }

        yard.Tickets.Acts.Enqueue((name, act, by));
        return Task.FromResult<SourceView?>(source with { State = act == SourceAct.Pause ? SourceState.Paused : SourceState.Active });
    }

    public Task<PlacementView?> FindAsync(long id) => Task.FromResult(yard.Tickets.Placements.GetValueOrDefault(id));

    public Task OfferAsync(IReadOnlyList<ComputeEntry> entries) => Task.CompletedTask;

    public Task WithdrawAsync(long id) => Task.CompletedTask;

    public Task<string> GetLabelAsync(string key) => Task.FromResult(
        Sources.Count(source => source.Name == SourceDefinition.NameOf(key)) > 1 ? key : SourceDefinition.NameOf(key));

    public Task<bool> PermitsAsync(string service) => Task.FromResult(true);

    public Task RegisterAsync(string node, string life, IReadOnlyList<SourceDefinition> sources) => Task.CompletedTask;

    public Task LeaveAsync(string node, string life) => Task.CompletedTask;

    public Task<ComputeEntry?> FreedAsync(string source, long id) => Task.FromResult<ComputeEntry?>(null);

    public Task HoldAsync(string queue, QueuePause? pause) => Task.CompletedTask;
}
