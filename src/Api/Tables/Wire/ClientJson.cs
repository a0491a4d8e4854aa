using System.Buffers;
using System.Text;
using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Tables.Wire;

/// <summary>JSON that a client sent, which is Python's: read as JSON of the standard, and quoted as it came.</summary>
/// <param name="sent">As it came, without a mark of the byte order.</param>
/// <param name="read">The same, or its counterpart of the standard, in which every byte is at its place.</param>
internal sealed class ClientJson(ReadOnlySequence<byte> sent, ReadOnlySequence<byte> read)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = StrictJson.Deepest };

    /// <summary>Hands it to a function, which is asked once more when it meets words that Python alone takes for numbers.</summary>
    /// <exception cref="JsonException">It is no JSON, also not of Python's kind.</exception>
    public static T Read<T>(ReadOnlySequence<byte> sent, Func<ClientJson, T> parse)
    {
        sent = StrictJson.SkipMark(sent);
        try
        {
            return parse(new ClientJson(sent, sent));
        }
        catch (JsonException) when (StrictJson.Mend(sent, keepsPlaces: true) is { } mended)
        {
            return parse(new ClientJson(sent, new ReadOnlySequence<byte>(mended)));
        }
    }

    public Utf8JsonReader NewReader() => new(read, Options);

    /// <summary>A string's text, with U+FFFD for what is no Unicode, or any other value's JSON as it came. Leaves the reader on the value's last token.</summary>
    public string Raw(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return Text(ref reader);
        }

        var start = reader.TokenStartIndex;
        reader.Skip();
        return Quote(start, reader.BytesConsumed);
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return SoundText.OfJson(JsonElement.ParseValue(ref reader));
        }
    }

    /// <summary>What came between two places of the reader's.</summary>
    public string Quote(long start, long end) => Encoding.UTF8.GetString(sent.Slice(start, end - start));
}
