using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>The spaces that a NRRD may be in.</summary>
internal static class NrrdSpace
{
    /// <summary>
    /// How its places become RAS; null when it has no space. A space that is not one of the patient's is taken for LPS, as ITK
    /// takes it.
    /// </summary>
    /// <exception cref="VolumeFormatException">It is none that the format has, or not of three dimensions.</exception>
    public static Func<VolumeGeometry, VolumeGeometry>? Read(NrrdFields fields)
    {
        if (fields.Find("space") is not { } space)
        {
            return fields.Find("space dimension") switch
            {
                null => null,
                "3" => geometry => geometry.Mirrored(),
                _ => throw new VolumeFormatException("The NRRD's space must have three dimensions."),
            };
        }

        return space.ToUpperInvariant() switch
        {
            "RIGHT-ANTERIOR-SUPERIOR" or "RAS" => geometry => geometry,
            "LEFT-ANTERIOR-SUPERIOR" or "LAS" => geometry => geometry.MirroredInX(),
            "LEFT-POSTERIOR-SUPERIOR" or "LPS" or "SCANNER-XYZ" or "3D-RIGHT-HANDED" or "3D-LEFT-HANDED" => geometry => geometry.Mirrored(),
            _ => throw new VolumeFormatException($"The NRRD's space {HeaderText.Shown(space)} is not supported."),
        };
    }
}
