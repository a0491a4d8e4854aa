using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>What the axes of a NRRD count: places, or numbers at a place.</summary>
internal sealed class NrrdKinds
{
    private readonly string[] _kinds;

    private NrrdKinds(string[] kinds) => _kinds = kinds;

    /// <summary>The first axis that counts no places; null when all do, or nothing is said of it.</summary>
    public int? Range => Array.FindIndex(_kinds, kind => !IsDomain(kind)) is var axis and >= 0 ? axis : null;

    public static NrrdKinds Read(NrrdFields fields, int count) =>
        new(fields.Find("kinds") is { } text ? HeaderText.Words("kinds", text, count) : []);

    /// <exception cref="VolumeFormatException">One of the axes counts numbers at a place: a voxel has several.</exception>
    public void RequireDomain(IEnumerable<int> axes)
    {
        foreach (var axis in axes)
        {
            if (axis < _kinds.Length && !IsDomain(_kinds[axis]))
            {
                throw new VolumeFormatException($"A NRRD with an axis of kind {HeaderText.Shown(_kinds[axis])} is not supported: its voxels are not single numbers.");
            }
        }
    }

    private static bool IsDomain(string kind) => kind.ToUpperInvariant() is "DOMAIN" or "SPACE" or "TIME" or "NONE" or "???";
}
