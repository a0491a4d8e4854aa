using System.Buffers;
using System.Globalization;
using System.Text;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Expertise.Scoring;

/// <summary>
/// The lines of score files: <c>submission,member,score</c> and LF, no header. A score is written as Python writes it. The
/// original never quotes; here an id is quoted by RFC 4180 when it would otherwise break its line.
/// </summary>
internal static class ScoreLine
{
    private const int LongestScore = 32;
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>An id as it is in a line, with the comma after it.</summary>
    public static byte[] Field(string id) => Encoding.UTF8.GetBytes(
        id.AsSpan().ContainsAny(Special) ? $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"," : id + ",");

    /// <param name="first">As <see cref="Field"/> made it.</param>
    /// <param name="second">As <see cref="Field"/> made it.</param>
    public static void Write(IBufferWriter<byte> lines, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, double score)
    {
        var line = lines.GetSpan(first.Length + second.Length + LongestScore);
        first.CopyTo(line);
        second.CopyTo(line[first.Length..]);
        var length = first.Length + second.Length;
        length += WriteScore(line[length..], score);
        line[length++] = (byte)'\n';
        lines.Advance(length);
    }

    /// <summary>Python's <c>repr</c>: for most numbers .NET's shortest form with a fraction is the same.</summary>
    private static int WriteScore(Span<byte> text, double score)
    {
        if (!score.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture) || text[..length].ContainsAny((byte)'E', (byte)'N', (byte)'I'))
        {
            return Encoding.ASCII.GetBytes(PythonFloat.Format(score), text);
        }

        if (!text[..length].Contains((byte)'.'))
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        return length;
    }
}
