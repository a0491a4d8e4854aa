using System.Globalization;

namespace Switchyard.Benchmarks.Measuring;

/// <summary>How long each of many calls took. For one thread at a time; <see cref="AddAll"/> puts those of several together.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];
    private bool _sorted;

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan span)
    {
        _milliseconds.Add(span.TotalMilliseconds);
        _sorted = false;
    }

    public void AddAll(Latencies others)
    {
        _milliseconds.AddRange(others._milliseconds);
        _sorted = false;
    }

    /// <summary>Milliseconds by nearest rank; not a number when there was no call.</summary>
    /// <param name="percent">0 to 100.</param>
    public double Percentile(double percent)
    {
        if (!_sorted)
        {
            _milliseconds.Sort();
            _sorted = true;
        }

        return Count == 0 ? double.NaN : _milliseconds[Math.Clamp((int)Math.Ceiling(Count * percent / 100) - 1, 0, Count - 1)];
    }

    /// <summary>"p50 / p99" in milliseconds.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percentile(50):F2} / {Percentile(99):F2}");
}
