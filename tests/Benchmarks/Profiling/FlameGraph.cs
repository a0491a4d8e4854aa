using System.Globalization;
using System.Security;

namespace Switchyard.Benchmarks.Profiling;

/// <summary>Stacks as a picture: each frame is as wide as its share of the samples, with its callers below it.</summary>
internal static class FlameGraph
{
    private const double Width = 1600;
    private const double Row = 16;

    /// <summary>In pixels; what is narrower nobody sees.</summary>
    private const double Narrowest = 0.4;

    /// <param name="stacks">Frames from the outermost on, and how often they were seen.</param>
    public static void Write(string file, string title, IEnumerable<KeyValuePair<string, int>> stacks)
    {
        var root = new Frame("all");
        foreach (var (stack, count) in stacks)
        {
            root.Add(stack.Split(';'), count);
        }

        var height = (Depth(root, root.Count) + 2) * Row;
        using var svg = new StreamWriter(file);
        svg.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="monospace" font-size="11"><rect width="100%" height="100%" fill="#f8f8f8"/><text x="4" y="12">{Escape(title)}: {root.Count} samples</text>"""));
        Write(svg, root, 0, height - Row, root.Count);
        svg.WriteLine("</svg>");
    }

    private static bool IsSeen(Frame frame, int all) => Width * frame.Count / all >= Narrowest;

    private static int Depth(Frame frame, int all) =>
        1 + frame.Callees.Values.Where(callee => IsSeen(callee, all)).Select(callee => Depth(callee, all)).DefaultIfEmpty().Max();

    private static void Write(StreamWriter svg, Frame frame, double x, double y, int all)
    {
        var width = Width * frame.Count / all;
        var letters = (int)(width / 6.7);
        var name = frame.Name.Length <= letters ? frame.Name : letters > 3 ? frame.Name[..(letters - 2)] + ".." : "";
        svg.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""<g><title>{Escape(frame.Name)}: {100.0 * frame.Count / all:F2} %</title><rect x="{x:F1}" y="{y}" width="{width:F1}" height="{Row - 1}" fill="{Colour(frame.Name)}"/><text x="{x + 2:F1}" y="{y + 11}">{Escape(name)}</text></g>"""));
        foreach (var callee in frame.Callees.Values.Where(callee => IsSeen(callee, all)).OrderBy(callee => callee.Name, StringComparer.Ordinal))
        {
            Write(svg, callee, x, y - Row, all);
            x += Width * callee.Count / all;
        }
    }

    /// <summary>Ours green, other managed code yellow, native code red; a name has one colour in all pictures.</summary>
    private static string Colour(string name)
    {
        var hue = name.StartsWith("Switchyard.", StringComparison.Ordinal) ? 110 : name.Contains("::", StringComparison.Ordinal) ? 45 : 10;
        var shade = name.Aggregate(0, (sum, letter) => unchecked((sum * 31) + letter)) & 15;
        return string.Create(CultureInfo.InvariantCulture, $"hsl({hue + shade},75%,{62 + shade}%)");
    }

    private static string Escape(string text) => SecurityElement.Escape(text);

    private sealed class Frame(string name)
    {
        public string Name => name;

        public int Count { get; private set; }

        public Dictionary<string, Frame> Callees { get; } = [];

        public void Add(ReadOnlySpan<string> stack, int count)
        {
            Count += count;
            if (stack is [var next, .. var rest])
            {
                if (!Callees.TryGetValue(next, out var callee))
                {
                    Callees[next] = callee = new Frame(next);
                }

                callee.Add(rest, count);
            }
        }
    }
}
