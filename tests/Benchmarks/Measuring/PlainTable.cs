using System.Globalization;

namespace Switchyard.Benchmarks.Measuring;

/// <summary>Prints rows as they are measured, in columns as wide as their headings.</summary>
internal sealed class PlainTable
{
    private const int Narrowest = 8;

    private readonly int[] _widths;

    /// <param name="first">The widest text expected in the first column.</param>
    public PlainTable(int first, params IReadOnlyList<string> headings)
    {
        _widths = [.. headings.Select((heading, column) => Math.Max(heading.Length, column == 0 ? first : Narrowest))];
        Write([.. headings]);
        Console.WriteLine(string.Join("  ", _widths.Select(width => new string('-', width))));
    }

    /// <summary>Numbers are rounded to what a measurement can tell.</summary>
    public void Add(params IReadOnlyList<object> cells) => Write([.. cells.Select(Text)]);

    private void Write(string[] cells) => Console.WriteLine(string.Join(
        "  ", cells.Select((cell, column) => column == 0 ? cell.PadRight(_widths[column]) : cell.PadLeft(_widths[column]))).TrimEnd());

    private static string Text(object cell) => cell switch
    {
        double number when double.Abs(number) >= 100 => number.ToString("N0", CultureInfo.InvariantCulture),
        double number => number.ToString("F2", CultureInfo.InvariantCulture),
        int or long => string.Format(CultureInfo.InvariantCulture, "{0:N0}", cell),
        _ => cell.ToString()!,
    };
}
