using System.Buffers;

namespace Switchyard.Tables;

internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>As it is, or quoted by RFC 4180 when it would otherwise break the line.</summary>
    public static string Field(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
