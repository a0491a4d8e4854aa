using System.Buffers;
using System.Text.Json;

namespace Switchyard.Text;

/// <summary>
/// Reads JSON of clients that are written in Python: what its <c>json.dumps</c> writes beyond the standard does no harm where
/// nobody looks at it, and is no value of any type where somebody does.
/// </summary>
public static class StrictJson
{
    /// <summary>Levels of nesting; about as many as Python writes.</summary>
    public const int Deepest = 1000;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text without a mark of the byte order.</summary>
    public static ReadOnlySequence<byte> SkipMark(ReadOnlySequence<byte> json) =>
        new SequenceReader<byte>(json).IsNext(Mark) ? json.Slice(Mark.Length) : json;

    /// <inheritdoc cref="SkipMark(ReadOnlySequence{byte})"/>
    public static ReadOnlyMemory<byte> SkipMark(ReadOnlyMemory<byte> json) => json.Span.StartsWith(Mark) ? json[Mark.Length..] : json;

    /// <summary>Parses a document, a mark of the byte order or not; at most <see cref="Deepest"/> unless the options say.</summary>
    /// <exception cref="JsonException">It is no JSON, also not of Python's kind.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json, JsonDocumentOptions options = default)
    {
        json = SkipMark(json);
        options.MaxDepth = options.MaxDepth == 0 ? Deepest : options.MaxDepth;
        try
        {
            return JsonDocument.Parse(json, options);
        }
        catch (JsonException) when (Mend(new ReadOnlySequence<byte>(json), keepsPlaces: false) is { } mended)
        {
            return JsonDocument.Parse(mended, options);
        }
    }

    /// <summary>The text as <see cref="StrictJsonFilter"/> passes it on; null when that changes nothing.</summary>
    /// <param name="json">Without a mark.</param>
    /// <param name="keepsPlaces">Whether every byte stays at its place.</param>
    public static ReadOnlyMemory<byte>? Mend(ReadOnlySequence<byte> json, bool keepsPlaces)
    {
        var filter = new StrictJsonFilter(keepsPlaces);
        var mended = new ArrayBufferWriter<byte>(Math.Max(1, checked((int)json.Length)));
        foreach (var piece in json)
        {
            filter.Write(piece.Span, mended);
        }

        filter.Complete(mended);
        return filter.HasChanged ? mended.WrittenMemory : (ReadOnlyMemory<byte>?)null;
    }
}
