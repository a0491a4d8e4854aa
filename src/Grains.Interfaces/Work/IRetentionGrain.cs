using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Removes what was kept long enough, for all doors; one in the cluster does. The key is always 0.</summary>
[Alias("switchyard.work.retention-grain")]
public interface IRetentionGrain : IGrainWithIntegerKey
{
    /// <summary>The activation is the work. Every node asks for it at its start; later its reminder does.</summary>
    [Alias("wake"), Repeatable]
    Task WakeAsync();

    /// <summary>What is kept for how long, and what went.</summary>
    [Alias("get"), Repeatable]
    Task<IReadOnlyList<RetentionStatus>> GetAsync();
}

/// <param name="Name">What it is about: a section of the settings, such as <c>Tables</c>.</param>
/// <param name="Keep">How long after its end; null: for ever.</param>
/// <param name="Removed">How many things went since the grain's activation.</param>
/// <param name="RemovedAt">When the last of them went.</param>
/// <param name="Since">The activation.</param>
/// <param name="Problem">Why the last look failed; null: it did not.</param>
[GenerateSerializer, Immutable, Alias("switchyard.work.retention-status")]
public sealed record RetentionStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] TimeSpan? Keep,
    [property: Id(2)] long Removed,
    [property: Id(3)] DateTimeOffset? RemovedAt,
    [property: Id(4)] DateTimeOffset Since,
    [property: Id(5)] string? Problem = null);
