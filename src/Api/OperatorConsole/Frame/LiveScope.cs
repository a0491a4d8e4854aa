using Switchyard.Work.Changes;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a page is about: it is loaded again when something of this has changed, and after acts of people.</summary>
/// <param name="Topics">Of <see cref="ChangeTopics"/>, any of these; empty: of everything that changes.</param>
public sealed record LiveScope(IReadOnlyList<string> Topics)
{
    /// <summary>It moves without being marked as changed (the output of a run does): it is loaded at each look.</summary>
    public bool IsLively { get; init; }

    /// <summary>Everything that changes.</summary>
    public static LiveScope All { get; } = new([]);

    /// <summary>Only what people do.</summary>
    public static LiveScope Acts { get; } = new([ChangeTopics.Acts]);

    /// <summary>The keys of programs.</summary>
    public static LiveScope Keys { get; } = new([ChangeTopics.Keys]);

    /// <summary>The nodes of the cluster.</summary>
    public static LiveScope Nodes { get; } = new([ChangeTopics.Nodes]);

    /// <summary>Items of these kinds.</summary>
    public static LiveScope OfKinds(params IEnumerable<string> kinds) => new([.. kinds.Select(ChangeTopics.Kind)]);

    /// <summary>Items of these queues, and the queues.</summary>
    public static LiveScope OfQueues(params IEnumerable<string> queues) => new([.. queues.Select(ChangeTopics.Queue)]);

    /// <summary>Both.</summary>
    public LiveScope And(LiveScope other) => new(Topics.Count == 0 || other.Topics.Count == 0 ? [] : [.. Topics, .. other.Topics])
    {
        IsLively = IsLively || other.IsLively,
    };

    /// <summary>Whether a change is of this.</summary>
    /// <param name="changed">Null: anything may have changed.</param>
    public bool Meets(IReadOnlySet<string>? changed) =>
        changed is null
        || (changed.Count > 0 && (Topics.Count == 0 || changed.Contains(ChangeTopics.Acts) || Topics.Any(changed.Contains)));
}
