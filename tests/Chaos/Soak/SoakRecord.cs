using System.Globalization;

namespace Switchyard.Chaos.Soak;

/// <summary>All that was seen in a soak.</summary>
internal sealed class SoakRecord
{
    private readonly List<Series> _series = [];
    private readonly List<string> _last = [];

    public void Add(TimeSpan at, string of, IReadOnlyList<(Measure Measure, double Value)> values)
    {
        foreach (var (measure, value) in values)
        {
            var series = _series.Find(series => series.Measure == measure && series.Of == of);
            if (series is null)
            {
                _series.Add(series = new(measure, of));
            }

            series.Add(at, value);
            _last.Add($"{series.Name} {Text(value)}{(measure.Unit.Length > 0 ? " " : "")}{measure.Unit}");
        }
    }

    /// <summary>What was seen since the line before.</summary>
    public string Line()
    {
        var line = string.Join(", ", _last);
        _last.Clear();
        return line;
    }

    /// <summary>Writes how each grew.</summary>
    /// <param name="from">What was seen before it is not counted.</param>
    /// <param name="hasLimits">Whether calls have limits, too.</param>
    /// <returns>How many grew by more than they may.</returns>
    public int Report(TextWriter log, TimeSpan from, bool hasLimits)
    {
        log.WriteLine($"{"",-28}{"middle",10}{"an hour",12}{"grown",10}{"allowed",10}");
        var over = 0;
        foreach (var series in _series)
        {
            if (series.Growth(from) is not { } growth)
            {
                continue;
            }

            var isJudged = hasLimits || !series.Measure.IsOfTime;
            var isOver = isJudged && growth.IsTooMuch;
            over += isOver ? 1 : 0;
            log.WriteLine(
                $"{series.Name,-28}{Text(growth.Middle),10}{growth.PerHour.ToString("+0.#;-0.#;0", CultureInfo.InvariantCulture),12}"
                + $"{growth.Grown.ToString("+0.#;-0.#;0", CultureInfo.InvariantCulture),10}{(isJudged ? Text(growth.Allowed) : "-"),10} {series.Measure.Unit}{(isOver ? "  GREW" : "")}");
        }

        return over;
    }

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
