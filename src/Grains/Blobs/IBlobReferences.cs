namespace Switchyard.Blobs;

/// <summary>
/// Knows who needs blobs: what nobody names for a day is removed. A door that keeps ids of blobs elsewhere than in artifacts
/// of items registers its own. Several may be registered.
/// </summary>
public interface IBlobReferences
{
    /// <summary>Those of the blobs that are needed.</summary>
    Task<IReadOnlySet<string>> FindAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken);
}
