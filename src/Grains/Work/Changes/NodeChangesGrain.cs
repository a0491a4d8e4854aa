using Switchyard.Work.Nodes;

namespace Switchyard.Work.Changes;

/// <summary>What changed on one node. The key is its name.</summary>
[Alias("switchyard.work.node-changes-grain")]
internal interface INodeChangesGrain : IGrainWithStringKey
{
    [Alias("read")]
    Task<NodeChanges> ReadAsync(ChangePlace? since);
}

/// <param name="Topics">Null: anything may have changed.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.node-changes")]
internal sealed record NodeChanges([property: Id(0)] IReadOnlyList<string>? Topics, [property: Id(1)] ChangePlace Place);

[NodePlacement]
internal sealed class NodeChangesGrain(WorkChanges changes) : Grain, INodeChangesGrain
{
    public Task<NodeChanges> ReadAsync(ChangePlace? since)
    {
        var (topics, place) = changes.Read(since);
        return Task.FromResult(new NodeChanges(topics, place));
    }
}
