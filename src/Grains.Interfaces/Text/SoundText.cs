using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Switchyard.Text;

/// <summary>
/// Text from outside, fit for every database and every wire: some take no NUL, and half of a surrogate pair is no character.
/// </summary>
public static partial class SoundText
{
    private const string NoCharacter = @"\ufffd";

    /// <summary>The text of a string of JSON, with U+FFFD for each half of a pair and for bytes that are no UTF-8; NUL stays.</summary>
    public static string OfJson(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Mend(JsonMarshal.GetRawUtf8Value(value));
        }
    }

    /// <summary>The name of a member of an object, mended like its texts.</summary>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return Mend([(byte)'"', .. JsonMarshal.GetRawUtf8PropertyName(member), (byte)'"']);
        }
    }

    /// <summary>Whether a member of an object is called so; a name with half of a pair is not.</summary>
    public static bool IsName(JsonProperty member, ReadOnlySpan<byte> name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The same text with U+FFFD for each NUL and each half of a pair.</summary>
    public static string Of(string text)
    {
        // Encoding and back makes half of a pair what it looks like: a character that is none.
        var paired = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return paired.Replace('\0', '\uFFFD');
    }

    /// <summary>The first characters, at most so many; a pair is not cut.</summary>
    public static string StartOf(string text, int atMost) => text.Length <= atMost ? text : text[..(IsWithinPair(text, atMost) ? atMost - 1 : atMost)];

    /// <summary>The last characters, at most so many; a pair is not cut.</summary>
    public static string EndOf(string text, int atMost)
    {
        var start = text.Length - atMost;
        return start <= 0 ? text : text[(IsWithinPair(text, start) ? start + 1 : start)..];
    }

    private static bool IsWithinPair(string text, int place) => place > 0 && place < text.Length && char.IsSurrogatePair(text[place - 1], text[place]);

    private static string Mend(ReadOnlySpan<byte> quoted)
    {
        var mended = Escapes().Replace(Encoding.UTF8.GetString(quoted), escape => escape.Groups["half"].Success ? NoCharacter : escape.Value);
        return JsonElement.Parse(mended).GetString()!;
    }

    /// <summary>A whole pair; or half of one; or any other escape, lest its second backslash be taken for the first of another.</summary>
    [GeneratedRegex(@"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<half>\\u[dD][89a-fA-F]..)|\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();
}
