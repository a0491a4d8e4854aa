namespace Switchyard.Compute.Volumes.Segmentation;

/// <param name="Mask">1 where the value is above the threshold, else 0; uint8, in the geometry of the volume.</param>
/// <param name="Threshold">Values from here on are foreground; null when the volume has nothing to tell apart and the mask is empty.</param>
/// <param name="Foreground">The voxels that are 1.</param>
public sealed record ThresholdMask(Volume Mask, double? Threshold, int Foreground);

/// <summary>Tells the bright part of a volume from the dark by Otsu's threshold.</summary>
public static class ThresholdSegmentation
{
    /// <summary>
    /// Segments the volume. NaN and infinities are background and do not count for the threshold; a volume of one value has an
    /// empty mask. Which side a value is on is decided by its bin of the histogram.
    /// </summary>
    /// <param name="largestComponent">Keep only the largest part whose voxels touch by their faces.</param>
    public static ThresholdMask Segment(Volume volume, bool largestComponent, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var mask = new byte[volume.Count];
        double? threshold = null;
        var foreground = 0;
        if (Histogram.Of(volume, cancellation) is { } histogram)
        {
            var background = OtsuThreshold.LastBackgroundBin(histogram.Counts);
            threshold = histogram.StartOf(background + 1);
            foreground = Mark(volume, histogram, background, mask, cancellation);
            foreground = largestComponent ? LargestComponent.Keep(mask, volume.Size, cancellation) : foreground;
        }

        return new ThresholdMask(volume.WithVoxels(VoxelType.U8, mask), threshold, foreground);
    }

    private static int Mark(Volume volume, Histogram histogram, int background, Span<byte> mask, CancellationToken cancellation)
    {
        var marked = 0;
        foreach (var block in ValueBlock.Of(volume, cancellation))
        {
            var values = block.Values;
            var part = mask.Slice(block.Start, values.Length);
            for (var i = 0; i < values.Length; i++)
            {
                if (double.IsFinite(values[i]) && histogram.BinOf(values[i]) > background)
                {
                    part[i] = 1;
                    marked++;
                }
            }
        }

        return marked;
    }
}
