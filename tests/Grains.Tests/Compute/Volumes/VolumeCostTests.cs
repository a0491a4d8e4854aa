using Switchyard.Compute.Volumes.Segmentation;

namespace Switchyard.Compute.Volumes;

/// <summary>Nothing is allocated for a voxel but its bytes.</summary>
public sealed class VolumeCostTests
{
    private const int Buffers = 512 * 1024;

    private static readonly VolumeSize Size = new(160, 128, 64);

    [Theory]
    [InlineData(VolumeFormat.Nifti)]
    [InlineData(VolumeFormat.MetaImage)]
    [InlineData(VolumeFormat.Nrrd)]
    public void Reading_takes_the_stored_voxels_and_buffers(VolumeFormat format)
    {
        var file = SampleFiles.Write(Ramp(), format);
        Assert.InRange(Allocated(() => SampleFiles.Read(file)), 2 * Size.Count, (2 * Size.Count) + Buffers);
    }

    [Theory]
    [InlineData(VolumeFormat.Nifti)]
    [InlineData(VolumeFormat.MetaImage)]
    [InlineData(VolumeFormat.Nrrd)]
    public void Writing_takes_buffers(VolumeFormat format)
    {
        var volume = Ramp();
        Assert.InRange(Allocated(() => VolumeFile.Write(volume, format, Stream.Null, TestContext.Current.CancellationToken)), 0, Buffers);
    }

    [Fact]
    public void Segmenting_takes_the_mask_and_buffers()
    {
        var volume = Ramp();
        Assert.InRange(
            Allocated(() => ThresholdSegmentation.Segment(volume, true, TestContext.Current.CancellationToken)),
            Size.Count,
            Size.Count + (2 * sizeof(int) * Size.X * Size.Y) + Buffers);
    }

    [Fact]
    public void A_512_cube_of_int16_is_within_the_default_limits() =>
        Assert.Equal(new VolumeSize(512, 512, 512), VolumeLimits.Default.Accept(512, 512, 512, VoxelType.I16));

    [Fact]
    public void Work_stops_when_it_is_cancelled()
    {
        var cancelled = new CancellationToken(true);
        var volume = Ramp();
        var file = SampleFiles.Write(volume, VolumeFormat.Nrrd);
        Assert.Throws<OperationCanceledException>(() => VolumeFile.Read(new MemoryStream(file), cancellation: cancelled));
        Assert.Throws<OperationCanceledException>(() => VolumeFile.Write(volume, VolumeFormat.Nifti, Stream.Null, cancelled));
        Assert.Throws<OperationCanceledException>(() => ThresholdSegmentation.Segment(volume, true, cancelled));
    }

    private static Volume Ramp() =>
        SampleVolumes.Of(Size, VoxelType.I16, [.. Enumerable.Range(0, (int)Size.Count).Select(i => (short)(i / 100))]);

    private static long Allocated(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
