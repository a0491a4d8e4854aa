namespace Switchyard.Compute.Volumes.Segmentation;

/// <summary>How often a volume's values fall into each of 256 equal bins from the least to the greatest. Only finite values count.</summary>
public sealed class Histogram
{
    public const int Bins = 256;

    private readonly long[] _counts = new long[Bins];

    private Histogram(double minimum, double maximum) => (Minimum, Maximum) = (minimum, maximum);

    public double Minimum { get; }

    public double Maximum { get; }

    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Null when no value is finite or all are the same: there is nothing to tell apart.</summary>
    public static Histogram? Of(Volume volume, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(volume);
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var block in ValueBlock.Of(volume, cancellation))
        {
            foreach (var value in block.Values)
            {
                if (double.IsFinite(value))
                {
                    minimum = value < minimum ? value : minimum;
                    maximum = value > maximum ? value : maximum;
                }
            }
        }

        if (!(minimum < maximum))
        {
            return null;
        }

        var histogram = new Histogram(minimum, maximum);
        foreach (var block in ValueBlock.Of(volume, cancellation))
        {
            foreach (var value in block.Values)
            {
                if (double.IsFinite(value))
                {
                    histogram._counts[histogram.BinOf(value)]++;
                }
            }
        }

        return histogram;
    }

    /// <summary>The bin of a finite value between the least and the greatest.</summary>
    public int BinOf(double value) => Math.Min((int)(Bins * Position(value)), Bins - 1);

    /// <summary>The value where a bin begins.</summary>
    public double StartOf(int bin)
    {
        var part = (double)bin / Bins;
        return (Minimum * (1 - part)) + (Maximum * part);
    }

    // Halved before they are subtracted: the whole range may be more than a double can hold.
    private double Position(double value) => ((value / 2) - (Minimum / 2)) / ((Maximum / 2) - (Minimum / 2));
}
