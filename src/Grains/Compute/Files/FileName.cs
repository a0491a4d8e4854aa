using System.Globalization;
using System.Text;

namespace Switchyard.Compute.Files;

/// <summary>Names are bytes. Most are text, and none must be.</summary>
internal static class FileName
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>For calls of the kernel: with a zero at the end.</summary>
    public static byte[] Of(string text)
    {
        var name = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, name);
        return name;
    }

    /// <summary>The text that it is; null when it is none.</summary>
    public static string? TextOf(ReadOnlySpan<byte> name)
    {
        try
        {
            return Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>For people: what is no text or cannot be seen is <c>\xff</c>.</summary>
    public static string Show(ReadOnlySpan<byte> name)
    {
        if (TextOf(name) is { } text && !text.Any(char.IsControl))
        {
            return text;
        }

        var shown = new StringBuilder();
        foreach (var value in name)
        {
            _ = value is >= 0x20 and < 0x7F ? shown.Append((char)value) : shown.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }

        return shown.ToString();
    }
}
