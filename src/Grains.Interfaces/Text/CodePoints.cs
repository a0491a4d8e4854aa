using System.Globalization;

namespace Switchyard.Text;

/// <summary>Characters by their numbers in Unicode: what tells apart texts that look the same.</summary>
public static class CodePoints
{
    /// <summary>The text, with all that is not ASCII as code points: <c>Z&lt;U+00FC&gt;rich</c>.</summary>
    public static string Escape(string text) => string.Concat(
        text.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>")));
}
