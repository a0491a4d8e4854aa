using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Switchyard.Cli.Output;

/// <summary>Tables that fit.</summary>
internal static class Sheet
{
    /// <param name="width">Of the terminal.</param>
    /// <param name="hasHead">Whether its first line has the titles.</param>
    public static IRenderable Of(IReadOnlyList<Column> columns, IEnumerable<JsonElement> elements, int width, bool hasHead = true)
    {
        var rows = elements.Select(element => columns.Select(column => Clean(column.Of(element))).ToArray()).ToList();
        return Of(columns, rows, width, hasHead);
    }

    /// <summary>What one thing is: a name and a text a line; what has no text is left out.</summary>
    public static IRenderable Facts(int width, params IEnumerable<(string Name, Cell Value)> facts)
    {
        Column[] columns = [new("", _ => Cell.Empty), new("", _ => Cell.Empty) { IsLong = true }];
        List<Cell[]> rows = [.. facts.Where(fact => fact.Value.Text.Length > 0).Select(fact => new[] { new Cell(fact.Name, Looks.Faint), Clean(fact.Value) })];
        return Of(columns, rows, width, hasHead: false);
    }

    private static Table Of(IReadOnlyList<Column> columns, List<Cell[]> rows, int width, bool hasHead)
    {
        var widths = Fit.Of(
            [.. columns.Select((column, place) => (Math.Max(hasHead ? column.Title.Length : 1, rows.Count == 0 ? 0 : rows.Max(row => row[place].Text.GetCellWidth())), column.IsLong, column.Spare))],
            width);
        var table = new Table().NoBorder();
        table.ShowHeaders = hasHead;
        int[] shown = [.. Enumerable.Range(0, columns.Count).Where(place => widths[place] > 0)];
        foreach (var place in shown)
        {
            var column = new TableColumn(new Text(columns[place].Title, Looks.Faint)) { NoWrap = true, Padding = new Padding(0, 0, place == shown[^1] ? 0 : Fit.Gap, 0) };
            table.AddColumn(columns[place].IsNumber ? column.RightAligned() : column);
        }

        foreach (var row in rows)
        {
            table.AddRow(shown.Select(place => new Text(Cut(row[place].Text, widths[place]), row[place].Look)));
        }

        return table;
    }

    private static Cell Clean(Cell cell) => cell with { Text = CleanText.Line(cell.Text) };

    private static string Cut(string text, int width)
    {
        if (text.GetCellWidth() <= width)
        {
            return text;
        }

        var (end, room) = (0, width - 1);
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.ToString().GetCellWidth();
            if (room < 0)
            {
                break;
            }

            end += rune.Utf16SequenceLength;
        }

        return text[..end] + "\u2026";
    }
}
