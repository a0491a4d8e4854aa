namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a page is about: it is loaded again when something of this has changed.</summary>
/// <param name="Topics">Any of these; empty: of everything that changes.</param>
public sealed record LiveScope(IReadOnlyList<string> Topics)
{
    /// <summary>Everything that changes.</summary>
    public static LiveScope All { get; } = new([]);

    /// <summary>Nothing: the page is loaded now and then alone.</summary>
    public static LiveScope Nothing { get; } = new(["-"]);

    /// <summary>Items of these kinds, and their queues.</summary>
    public static LiveScope OfKinds(params IEnumerable<string> kinds) => new([.. kinds.Select(kind => "kind/" + kind)]);

    /// <summary>Items of these queues, and the queues. One item is of its queue, too.</summary>
    public static LiveScope OfQueues(params IEnumerable<string> queues) => new([.. queues.Select(queue => "queue/" + queue)]);

    public LiveScope And(LiveScope other) =>
        Topics.Count == 0 || other.Topics.Count == 0 ? All : new([.. Topics, .. other.Topics]);
}
