using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>
/// The three axes of a NRRD and where they lie. A fourth axis of length one is dropped: the one that is no domain, or has no
/// direction, or the last.
/// </summary>
internal sealed record NrrdAxes(long[] Lengths, VolumeGeometry Geometry)
{
    public static NrrdAxes Read(NrrdFields fields)
    {
        var count = fields.Required("dimension") switch
        {
            "3" => 3,
            "4" => 4,
            _ => throw new VolumeFormatException("The NRRD must have three dimensions."),
        };
        var lengths = HeaderText.Wholes("sizes", fields.Required("sizes"), count);
        var kinds = NrrdKinds.Read(fields, count);
        var directions = fields.Find("space directions") is { } text ? NrrdVectors.Read("space directions", text, count) : null;
        var kept = Kept(lengths, kinds, directions);
        kinds.RequireDomain(kept);
        var geometry = NrrdPlace.Read(fields, count, kept, lengths, directions);
        return geometry.IsUsable
            ? new NrrdAxes([.. kept.Select(axis => lengths[axis])], geometry)
            : throw new VolumeFormatException("The NRRD's axes do not span space.");
    }

    private static int[] Kept(long[] lengths, NrrdKinds kinds, Vector3D?[]? directions)
    {
        int[] all = [.. Enumerable.Range(0, lengths.Length)];
        if (lengths.Length == 3)
        {
            return all;
        }

        var extra = kinds.Range ?? (directions is null ? lengths.Length - 1 : Array.FindLastIndex(directions, direction => direction is null));
        return extra >= 0 && lengths[extra] == 1
            ? [.. all.Where(axis => axis != extra)]
            : throw new VolumeFormatException("The NRRD must have three dimensions.");
    }
}
