using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Compute.Volumes.Segmentation;

namespace Switchyard.Compute.Volumes;

public sealed class SegmentationTests
{
    [Property(MaxTest = 500)]
    public Property Otsu_finds_the_greatest_variance_between_classes() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(0, 1000))), 256).Where(counts => counts.Count(count => count > 0) > 1)),
        counts =>
        {
            var found = OtsuThreshold.LastBackgroundBin(Array.ConvertAll(counts, count => (long)count));
            var variances = Enumerable.Range(0, 255).Select(bin => VarianceBetween(counts, bin)).ToArray();
            return variances[found] >= variances.Max() * (1 - 1e-12) && found == Array.FindIndex(variances, v => v >= variances.Max() * (1 - 1e-12));
        });

    [Fact]
    public void A_histogram_counts_every_finite_value_once()
    {
        var volume = SampleVolumes.Of(new(4, 2, 1), VoxelType.F64, [-1.0, 3, 1, double.NaN, double.PositiveInfinity, 0.99999, double.NegativeInfinity, 3]);
        var histogram = Histogram.Of(volume, TestContext.Current.CancellationToken)!;
        Assert.Equal((-1, 3), (histogram.Minimum, histogram.Maximum));
        var filled = histogram.Counts.ToArray().Index().Where(bin => bin.Item > 0);
        Assert.Equal([(0, 1L), (127, 1L), (128, 1L), (255, 2L)], filled);
        Assert.Equal(1, histogram.StartOf(128));
    }

    [Fact]
    public void The_widest_range_of_doubles_is_told_apart()
    {
        var volume = SampleVolumes.Of(new(3, 1, 1), VoxelType.F64, [double.MinValue, 0.0, double.MaxValue]);
        var mask = ThresholdSegmentation.Segment(volume, false, TestContext.Current.CancellationToken).Mask;
        Assert.Equal(1, mask[2, 0, 0]);
        Assert.Equal(0, mask[0, 0, 0]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(float.NaN)]
    public void A_volume_of_one_value_has_an_empty_mask(float value)
    {
        var result = ThresholdSegmentation.Segment(SampleVolumes.Of(new(3, 3, 3), (_, _, _) => value), true, TestContext.Current.CancellationToken);
        Assert.Equal((null, 0), (result.Threshold, result.Foreground));
        Assert.Equal(-1, result.Mask.Stored.IndexOf((byte)1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_noisy_ball_is_found(bool largestComponent)
    {
        var size = new VolumeSize(48, 40, 32);
        var noise = new Random(1);
        var geometry = SampleVolumes.Turned(0.3, 0.2, 0.1, new(0.5, 0.75, 2), new(1, 2, 3));
        static bool InBall(int x, int y, int z) => Math.Pow(x - 22, 2) + Math.Pow(y - 19, 2) + Math.Pow(z - 16, 2) <= 144;

        // A bright speck far from the ball, and voxels that have no value.
        static bool IsSpeck(int x, int y, int z) => x is 45 or 46 && y == 2 && z == 2;
        var volume = SampleVolumes.Of(size, (x, y, z) => x == 0 && y == 0 ? float.NaN
            : (InBall(x, y, z) || IsSpeck(x, y, z) ? 1000 : 200) + (float)((noise.NextDouble() - 0.5) * 500), geometry);
        var result = ThresholdSegmentation.Segment(volume, largestComponent, TestContext.Current.CancellationToken);

        var (both, either) = (0, 0);
        for (var i = 0; i < volume.Count; i++)
        {
            var expected = InBall(i % size.X, i / size.X % size.Y, i / size.X / size.Y);
            both += expected && result.Mask.Stored[i] == 1 ? 1 : 0;
            either += (expected ? 1 : 0) + result.Mask.Stored[i];
        }

        Assert.True(2.0 * both / either > 0.99, $"Dice {2.0 * both / either}");
        Assert.InRange(result.Threshold!.Value, 400, 800);
        Assert.Equal(result.Foreground, result.Mask.Stored.ToArray().Count(voxel => voxel == 1));
        Assert.Equal(largestComponent ? 0 : 1, result.Mask[45, 2, 2]);
        Assert.Equal(0, result.Mask[0, 0, 0]);
        Assert.Same(geometry, result.Mask.Geometry);
        Assert.Equal(VoxelType.U8, result.Mask.Type);
    }

    private static double VarianceBetween(int[] counts, int last)
    {
        double below = counts.Take(last + 1).Sum();
        double above = counts.Skip(last + 1).Sum();
        if (below == 0 || above == 0)
        {
            return 0;
        }

        var meanBelow = counts.Take(last + 1).Select((count, bin) => (double)count * bin).Sum() / below;
        var meanAbove = counts.Select((count, bin) => bin > last ? (double)count * bin : 0).Sum() / above;
        var share = below / (below + above);
        return share * (1 - share) * (meanBelow - meanAbove) * (meanBelow - meanAbove);
    }
}
