using System.Globalization;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>Spans of time for people: the largest unit, and the one below it where that says something.</summary>
public static class SpanWords
{
    /// <summary>"12 s", "3 min 20 s", "2 h 5 min", "4 d 1 h".</summary>
    public static string Of(TimeSpan span) => span < TimeSpan.Zero ? Of(-span) : span switch
    {
        { TotalMinutes: < 1 } => Text(span.TotalSeconds < 1 && span > TimeSpan.Zero ? "< 1" : Whole(span.TotalSeconds), "s"),
        { TotalHours: < 1 } => Two(span.Minutes, "min", span.Seconds, "s"),
        { TotalDays: < 1 } => Two(span.Hours, "h", span.Minutes, "min"),
        _ => Two((int)span.TotalDays, "d", span.Hours, "h"),
    };

    private static string Two(int large, string unit, int small, string below) =>
        small == 0 ? Text(Whole(large), unit) : $"{Text(Whole(large), unit)} {Text(Whole(small), below)}";

    private static string Text(string number, string unit) => $"{number} {unit}";

    private static string Whole(double number) => Math.Floor(number).ToString(CultureInfo.InvariantCulture);
}
