using FsCheck.Xunit;

namespace Switchyard.Compute.Volumes;

[Properties(Arbitrary = [typeof(SampleVolumes)])]
public sealed class RoundTripTests
{
    [Property]
    public bool Nifti_gives_back_what_was_written(Volume volume) => IsKept(volume, VolumeFormat.Nifti);

    [Property]
    public bool MetaImage_gives_back_what_was_written(Volume volume) => IsKept(volume, VolumeFormat.MetaImage);

    [Property]
    public bool Nrrd_gives_back_what_was_written(Volume volume) => IsKept(volume, VolumeFormat.Nrrd);

    [Property]
    public bool A_voxel_lies_at_the_same_place_whatever_the_format(Volume volume)
    {
        var read = Array.ConvertAll(Enum.GetValues<VolumeFormat>(), format => SampleFiles.Read(SampleFiles.Write(volume, format)));
        return read.All(one => SampleVolumes.SamePlaces(one, read[0], 1e-3));
    }

    [Fact]
    public void A_scaled_volume_keeps_its_values_where_the_format_has_no_scale()
    {
        var scaled = new Volume(new(2, 1, 1), VoxelType.I16, SampleVolumes.Plain, [1, 0, 2, 0], new(0.5, -3));
        Assert.Equal([-2.5, -2], Values(scaled));
        foreach (var format in Enum.GetValues<VolumeFormat>())
        {
            Assert.Equal([-2.5, -2], Values(SampleFiles.Read(SampleFiles.Write(scaled, format))));
        }

        Assert.Equal(VoxelType.I16, SampleFiles.Read(SampleFiles.Write(scaled, VolumeFormat.Nifti)).Type);
    }

    [Fact]
    public void A_sheared_volume_keeps_its_places_in_nifti_without_a_qform()
    {
        var sheared = SampleVolumes.Plain with { AxisY = new(0.5, 1, 0) };
        var volume = new Volume(new(2, 3, 2), VoxelType.U8, sheared, new byte[12]);
        var file = SampleFiles.Write(volume, VolumeFormat.Nifti);
        Assert.Equal(0, BitConverter.ToInt16(SampleFiles.Gunzip(file), 252));
        Assert.True(SampleVolumes.SamePlaces(volume, SampleFiles.Read(file), 0));
    }

    [Theory]
    [InlineData(LengthUnit.Metre, 1000)]
    [InlineData(LengthUnit.Micrometre, 0.001)]
    [InlineData(LengthUnit.Millimetre, 1)]
    public void Units_survive_in_nifti_and_become_millimetres_elsewhere(LengthUnit unit, double millimetres)
    {
        var volume = new Volume(new(1, 1, 1), VoxelType.U8, SampleVolumes.Plain with { Unit = unit }, [7]);
        Assert.Equal(unit, SampleFiles.Read(SampleFiles.Write(volume, VolumeFormat.Nifti)).Geometry.Unit);
        foreach (var format in new[] { VolumeFormat.Nrrd, VolumeFormat.MetaImage })
        {
            var read = SampleFiles.Read(SampleFiles.Write(volume, format)).Geometry;
            Assert.Equal((LengthUnit.Millimetre, millimetres), (read.Unit, read.Spacing.X));
        }
    }

    private static bool IsKept(Volume volume, VolumeFormat format)
    {
        var read = SampleFiles.Read(SampleFiles.Write(volume, format));
        return read.Type == volume.Type
            && read.Stored.SequenceEqual(volume.Stored)
            && read.Geometry.Unit == volume.Geometry.Unit
            && SampleVolumes.SamePlaces(read, volume, format == VolumeFormat.Nifti ? 1e-3 : 1e-9);
    }

    private static double[] Values(Volume volume)
    {
        var values = new double[volume.Count];
        volume.ReadValues(0, values);
        return values;
    }
}
