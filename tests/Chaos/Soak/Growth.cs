namespace Switchyard.Chaos.Soak;

/// <summary>How something grew: the middle of all slopes between two looks (Theil and Sen), which a few peaks do not move. Pure.</summary>
/// <param name="Middle">The median of its sizes.</param>
/// <param name="PerHour">The slope.</param>
/// <param name="Grown">The slope, times the time between the first look and the last.</param>
/// <param name="Allowed">Of which it is over its limit.</param>
internal sealed record Growth(double Middle, double PerHour, double Grown, double Allowed)
{
    public bool IsTooMuch => Grown > Allowed;

    /// <param name="seen">Three at least, in the order of time.</param>
    public static Growth Of(Measure measure, IReadOnlyList<(double Hour, double Value)> seen)
    {
        var slopes = new List<double>();
        for (var late = 1; late < seen.Count; late++)
        {
            for (var early = 0; early < late; early++)
            {
                slopes.Add((seen[late].Value - seen[early].Value) / (seen[late].Hour - seen[early].Hour));
            }
        }

        var (middle, slope) = (Median([.. seen.Select(point => point.Value)]), Median(slopes));
        return new(middle, slope, slope * (seen[^1].Hour - seen[0].Hour), Math.Max(measure.Floor, middle * measure.Share));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
