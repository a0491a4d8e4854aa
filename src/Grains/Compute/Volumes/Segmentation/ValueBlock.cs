namespace Switchyard.Compute.Volumes.Segmentation;

/// <summary>A run of a volume's scaled values; the buffer is used again for the next block.</summary>
internal readonly struct ValueBlock
{
    private const int Most = 8192;

    private readonly double[] _buffer;
    private readonly int _count;

    private ValueBlock(double[] buffer, int start, int count) => (_buffer, Start, _count) = (buffer, start, count);

    /// <summary>The voxel of the first value.</summary>
    public int Start { get; }

    public ReadOnlySpan<double> Values => _buffer.AsSpan(0, _count);

    /// <summary>All values in order, eight thousand at a time: a few conversions in cache instead of a volume of doubles.</summary>
    public static IEnumerable<ValueBlock> Of(Volume volume, CancellationToken cancellation)
    {
        var buffer = new double[Math.Min(Most, volume.Count)];
        for (var start = 0; start < volume.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(buffer.Length, volume.Count - start);
            volume.ReadValues(start, buffer.AsSpan(0, count));
            yield return new ValueBlock(buffer, start, count);
            start += count;
        }
    }
}
