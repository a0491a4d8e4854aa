namespace Switchyard.Work;

/// <summary>
/// Removes ended items, whatever their door. A stateless worker of its own, so that a cluster of two releases asks only nodes that
/// know it. The key is always 0.
/// </summary>
[Alias("switchyard.work.removal-grain")]
public interface IWorkRemovalGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Removes an ended item and all that hangs on it: rows, attempts, log, artifacts, blobs. A conflict while it waits or runs;
    /// unknown when there is none of the kind, so also when an earlier try removed it and its answer was lost.
    /// </summary>
    [Alias("remove")]
    Task<ActOutcome> RemoveAsync(string kind, long id);
}
