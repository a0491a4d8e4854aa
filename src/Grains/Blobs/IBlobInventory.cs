namespace Switchyard.Blobs;

/// <summary>What is in a blob store; for upkeep.</summary>
public interface IBlobInventory
{
    /// <summary>
    /// The ids of all blobs that were complete at least so long ago, in no order; those being written are none. Blobs may be
    /// removed meanwhile.
    /// </summary>
    /// <param name="age">By the clock that the blobs' times are from.</param>
    IAsyncEnumerable<string> ListAsync(TimeSpan age, CancellationToken cancellationToken);
}
