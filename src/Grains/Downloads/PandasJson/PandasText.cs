using System.Buffers;

namespace Switchyard.Downloads.PandasJson;

/// <summary>Text as pandas writes it in JSON: ASCII only, and slashes escaped.</summary>
internal static class PandasText
{
    /// <summary>The longest that a character becomes: <c>\u00e9</c>.</summary>
    private const int LongestCharacter = 6;

    /// <summary>Characters that are written at a time, so that the buffer grows by what is needed.</summary>
    private const int Piece = 4096;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', 0x80 - ' ').Select(c => (char)c).Except(['"', '\\', '/'])]);

    public static void Write(IBufferWriter<byte> json, ReadOnlySpan<char> text)
    {
        json.Write("\""u8);
        while (!text.IsEmpty)
        {
            var piece = text[..Math.Min(text.Length, Piece)];
            var plain = piece.IndexOfAnyExcept(Plain);
            var target = json.GetSpan(Math.Max(piece.Length, LongestCharacter));
            if (plain == 0)
            {
                json.Advance(Escape(text[0], target));
                text = text[1..];
                continue;
            }

            var length = plain < 0 ? piece.Length : plain;
            for (var i = 0; i < length; i++)
            {
                target[i] = (byte)piece[i];
            }

            json.Advance(length);
            text = text[length..];
        }

        json.Write("\""u8);
    }

    private static int Escape(char c, Span<byte> target)
    {
        target[0] = (byte)'\\';
        target[1] = (byte)(c switch
        {
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            '"' or '\\' or '/' => c,
            _ => 'u',
        });
        if (target[1] != 'u')
        {
            return 2;
        }

        for (var digit = 0; digit < 4; digit++)
        {
            target[2 + digit] = "0123456789abcdef"u8[(c >> (4 * (3 - digit))) & 0xF];
        }

        return LongestCharacter;
    }
}
