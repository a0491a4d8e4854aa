using System.Collections.Frozen;
using System.Globalization;

namespace Switchyard.Text;

/// <summary>
/// Unicode's compatibility decomposition (NFKD) of letters, marks and digits: of writings that look alike or mean the same there
/// is one. .NET's own needs ICU, which the node does without.
/// </summary>
internal static class CompatibilityForm
{
    private const int FirstSyllable = 0xAC00;
    private const int Syllables = 11172;
    private const int FirstLead = 0x1100;
    private const int FirstVowel = 0x1161;
    private const int FirstTail = 0x11A7;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly (FrozenDictionary<int, int[]> Parts, FrozenDictionary<int, byte> Classes) Data = Read();

    /// <summary>Its code points, marks in their canonical order. Half a surrogate pair becomes U+FFFD.</summary>
    public static List<int> Of(string text)
    {
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Add(points, rune.Value);
        }

        Order(points);
        return points;
    }

    private static void Add(List<int> points, int point)
    {
        if (point - FirstSyllable is >= 0 and < Syllables and var syllable)
        {
            points.Add(FirstLead + (syllable / (Vowels * Tails)));
            points.Add(FirstVowel + (syllable / Tails % Vowels));
            if (syllable % Tails > 0)
            {
                points.Add(FirstTail + (syllable % Tails));
            }
        }
        else if (Data.Parts.TryGetValue(point, out var parts))
        {
            points.AddRange(parts);
        }
        else
        {
            points.Add(point);
        }
    }

    /// <summary>Marks of different classes that follow each other are sorted by these.</summary>
    private static void Order(List<int> points)
    {
        for (var start = 0; start < points.Count; start++)
        {
            var end = start;
            while (end < points.Count && Data.Classes.ContainsKey(points[end]))
            {
                end++;
            }

            if (end - start > 1)
            {
                int[] sorted = [.. points[start..end].OrderBy(mark => Data.Classes[mark])];
                for (var i = 0; i < sorted.Length; i++)
                {
                    points[start + i] = sorted[i];
                }
            }

            start = Math.Max(start, end - 1);
        }
    }

    private static (FrozenDictionary<int, int[]> Parts, FrozenDictionary<int, byte> Classes) Read()
    {
        var (parts, classes) = (new Dictionary<int, int[]>(), new Dictionary<int, byte>());
        using var lines = new StreamReader(typeof(CompatibilityForm).Assembly.GetManifestResourceStream("Switchyard.Text.Decompositions.txt")!);
        while (lines.ReadLine() is { } line)
        {
            if (line[0] == '#')
            {
                continue;
            }

            string[] fields = line.Split(' ');
            string[] range = fields[0].Split('-');
            var (first, last) = (Hex(range[0]), Hex(range[^1]));
            for (var point = first; point <= last; point++)
            {
                if (fields[1][0] == '=')
                {
                    classes.Add(point, byte.Parse(fields[1].AsSpan(1), CultureInfo.InvariantCulture));
                }
                else
                {
                    parts.Add(point, [.. fields.Skip(1).Select(part => Hex(part) + point - first)]);
                }
            }
        }

        return (parts.ToFrozenDictionary(), classes.ToFrozenDictionary());
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
