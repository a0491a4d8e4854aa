using System.IO.Compression;
using System.Text;
using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>Writes a NRRD with its voxels in the same file, gzip, little endian, LPS.</summary>
internal static class NrrdWriter
{
    public static void Write(Volume volume, Stream stream, CancellationToken cancellation)
    {
        stream.Write(Encoding.ASCII.GetBytes(Header(volume)));
        using var deflating = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        VoxelWriter.WriteValues(volume, deflating, cancellation);
    }

    private static string Header(Volume volume)
    {
        // Readers take any unit for millimetres.
        var lps = volume.Geometry.InMillimetres().Mirrored();
        var units = lps.Unit == LengthUnit.Unknown ? "" : "space units: \"mm\" \"mm\" \"mm\"\n";
        return $"""
            NRRD0004
            type: {NrrdTypes.NameOf(VoxelWriter.TypeOfValues(volume))}
            dimension: 3
            space: left-posterior-superior
            sizes: {volume.Size.X} {volume.Size.Y} {volume.Size.Z}
            space directions: ({HeaderText.Of(lps.AxisX, ',')}) ({HeaderText.Of(lps.AxisY, ',')}) ({HeaderText.Of(lps.AxisZ, ',')})
            kinds: domain domain domain
            endian: little
            encoding: gzip
            {units}space origin: ({HeaderText.Of(lps.Origin, ',')})


            """.ReplaceLineEndings("\n");
    }
}
