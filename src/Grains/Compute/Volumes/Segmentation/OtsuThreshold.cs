namespace Switchyard.Compute.Volumes.Segmentation;

/// <summary>Otsu's threshold: the cut between bins that leaves the classes farthest apart.</summary>
public static class OtsuThreshold
{
    /// <summary>The last bin of the background: the lowest that maximises the variance between the classes. 0 to 254 for counts in two or more bins.</summary>
    public static int LastBackgroundBin(ReadOnlySpan<long> counts)
    {
        var (total, moment) = (0L, 0L);
        for (var bin = 0; bin < counts.Length; bin++)
        {
            total += counts[bin];
            moment += bin * counts[bin];
        }

        var (best, greatest) = (0, -1.0);
        var (below, belowMoment) = (0L, 0L);
        for (var bin = 0; bin < counts.Length - 1; bin++)
        {
            below += counts[bin];
            belowMoment += bin * counts[bin];
            if (below == 0 || below == total)
            {
                continue;
            }

            // Sums stay whole numbers, so empty bins tie exactly and the lowest cut wins.
            var distance = ((double)belowMoment / below) - ((double)(moment - belowMoment) / (total - below));
            var variance = (double)below * (total - below) * distance * distance;
            if (variance > greatest)
            {
                (best, greatest) = (bin, variance);
            }
        }

        return best;
    }
}
