using Switchyard.Hosting;

namespace Switchyard.Work.Changes;

/// <summary>
/// What has changed, in a few words and whatever happened meanwhile: for those who look at much and read it again when it changed. A
/// stateless worker; the key is always 0.
/// </summary>
[Alias("switchyard.work.changes-grain")]
public interface IChangesGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The topics that changed on any node since a place. A hint: a node that does not answer in a second is left out, and asked for the
    /// same the next time.
    /// </summary>
    /// <param name="places">What an answer gave as its places; empty: the present.</param>
    [Alias("read"), Repeatable]
    Task<ChangesView> ReadAsync(IReadOnlyDictionary<string, ChangePlace> places);
}

/// <param name="Topics">Made by <see cref="ChangeTopics"/>.</param>
/// <param name="Places">To ask from the next time, by node.</param>
/// <param name="IsAll">Anything may have changed: what was asked for is not known any more.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.changes")]
public sealed record ChangesView(
    [property: Id(0)] IReadOnlyList<string> Topics,
    [property: Id(1)] IReadOnlyDictionary<string, ChangePlace> Places,
    [property: Id(2)] bool IsAll);

/// <summary>How far somebody has heard of one node.</summary>
/// <param name="Life">Of its process.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.change-place")]
public readonly record struct ChangePlace([property: Id(0)] Guid Life, [property: Id(1)] long Number);

/// <summary>What a change can be of.</summary>
public static class ChangeTopics
{
    /// <summary>An act of a person or key that is on the record, or what was kept for its time and is removed.</summary>
    public const string Acts = "acts";

    /// <summary>A key of a program was used.</summary>
    public const string Keys = "keys";

    /// <summary>Nodes came or went.</summary>
    public const string Nodes = "nodes";

    /// <summary>The items of a kind: their status, or what a door knows of them.</summary>
    public static string Kind(string kind) => "kind/" + kind;

    /// <summary>The items of a queue, or the queue.</summary>
    public static string Queue(string queue) => "queue/" + queue;
}
