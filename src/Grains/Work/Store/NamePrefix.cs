using System.Text;

namespace Switchyard.Work.Store;

/// <summary>
/// A prefix as a range, which an index answers and which has no wildcards to escape. Both databases compare names by their
/// UTF-8 bytes, and that is the order of code points.
/// </summary>
internal static class NamePrefix
{
    /// <summary>The least string above everything that starts with the prefix; null when there is none.</summary>
    public static string? End(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0 && runes[^1].Value == 0x10FFFF)
        {
            runes.RemoveAt(runes.Count - 1);
        }

        if (runes.Count == 0)
        {
            return null;
        }

        var last = runes[^1].Value;
        runes[^1] = new Rune(last == 0xD7FF ? 0xE000 : last + 1);
        return string.Concat(runes);
    }
}
