namespace Switchyard.Cli.Output;

/// <summary>How wide columns are on a terminal. Pure.</summary>
internal static class Fit
{
    /// <summary>Between two columns.</summary>
    public const int Gap = 2;

    /// <summary>What is cut short keeps so much.</summary>
    private const int Least = 12;

    /// <param name="columns">With the width of the widest cell of each.</param>
    /// <param name="width">Of the terminal.</param>
    /// <returns>The width of each; 0: it is left out.</returns>
    public static int[] Of(IReadOnlyList<(int Width, bool IsLong, int Spare)> columns, int width)
    {
        int[] widths = [.. columns.Select(column => column.Width)];
        while (Total(widths) > width)
        {
            if (Cut(columns, widths, Total(widths) - width))
            {
                break;
            }

            var spare = Enumerable.Range(0, widths.Length).Where(place => widths[place] > 0 && columns[place].Spare > 0).DefaultIfEmpty(-1)
                .MaxBy(place => place < 0 ? 0 : columns[place].Spare);
            if (spare < 0)
            {
                Shrink(columns, widths, Total(widths) - width);
                break;
            }

            widths[spare] = 0;
            // What was cut for it may be whole again.
            for (var place = 0; place < widths.Length; place++)
            {
                widths[place] = widths[place] == 0 ? 0 : columns[place].Width;
            }
        }

        return widths;
    }

    private static int Total(int[] widths) => widths.Sum() + (Gap * Math.Max(0, widths.Count(width => width > 0) - 1));

    /// <returns>False: there is not enough to cut; nothing was.</returns>
    private static bool Cut(IReadOnlyList<(int Width, bool IsLong, int Spare)> columns, int[] widths, int excess)
    {
        var room = Long(columns, widths).Sum(place => Math.Max(0, widths[place] - Least));
        if (room < excess)
        {
            return false;
        }

        Shrink(columns, widths, excess);
        return true;
    }

    /// <summary>The longest is cut first.</summary>
    private static void Shrink(IReadOnlyList<(int Width, bool IsLong, int Spare)> columns, int[] widths, int excess)
    {
        for (; excess > 0; excess--)
        {
            var longest = Long(columns, widths).DefaultIfEmpty(-1).MaxBy(place => place < 0 ? 0 : widths[place]);
            if (longest < 0 || widths[longest] <= Least)
            {
                return;
            }

            widths[longest]--;
        }
    }

    private static IEnumerable<int> Long(IReadOnlyList<(int Width, bool IsLong, int Spare)> columns, int[] widths) =>
        Enumerable.Range(0, widths.Length).Where(place => columns[place].IsLong && widths[place] > 0);
}
