namespace Switchyard.Chaos.Soak;

/// <summary>Something whose size is looked at again and again, and by how much it may grow.</summary>
/// <param name="Name">Two words or so.</param>
/// <param name="Unit">As it is printed.</param>
/// <param name="Share">Growth over the measured time that is allowed, as a share of its size.</param>
/// <param name="Floor">Growth that is allowed however small it is.</param>
/// <param name="IsOfTime">Whether it is how long something takes, for which other work on the machine counts as well.</param>
internal sealed record Measure(string Name, string Unit, double Share, double Floor, bool IsOfTime = false);

/// <summary>What was seen of one measure, of one node or of all.</summary>
/// <param name="of">Whose it is; empty: everybody's.</param>
internal sealed class Series(Measure measure, string of)
{
    private readonly List<(double Hour, double Value)> _seen = [];

    public Measure Measure => measure;

    public string Of => of;

    public string Name => of.Length == 0 ? measure.Name : $"{of} {measure.Name}";

    public void Add(TimeSpan at, double value) => _seen.Add((at.TotalHours, value));

    public Growth? Growth(TimeSpan from)
    {
        (double Hour, double Value)[] measured = [.. _seen.Where(point => point.Hour >= from.TotalHours)];
        return measured.Length < 3 ? null : Soak.Growth.Of(measure, measured);
    }
}
