using System.Buffers;

namespace Switchyard.Text;

/// <summary>
/// Makes JSON of the standard out of what Python writes, piece by piece: <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> become
/// numbers that JSON has, and a mark of the byte order at the start is left out. All else passes as it is, also what is no JSON.
/// </summary>
/// <param name="keepsPlaces">
/// Whether the numbers have as many bytes as the words: then they are fractions, as no integer is one. Else they are beyond all
/// doubles, and read as infinite.
/// </param>
public sealed class StrictJsonFilter(bool keepsPlaces)
{
    private static readonly SearchValues<byte> TextEnds = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> WordStarts = SearchValues.Create("\"NI"u8);

    private readonly Word _notANumber = new("NaN"u8.ToArray(), (keepsPlaces ? "0.5"u8 : "1e999"u8).ToArray());
    private readonly Word _infinity = new("Infinity"u8.ToArray(), (keepsPlaces ? "0.500000"u8 : "1e999"u8).ToArray());

    private Word? _word = new([0xEF, 0xBB, 0xBF], []);
    private int _matched;
    private bool _isInText;
    private bool _isEscaped;

    /// <summary>Whether anything became something else.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Passes a piece on. What may be the start of a word is kept until the next.</summary>
    public void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        while (!json.IsEmpty)
        {
            json = _word is { } word ? Match(word, json, output) : _isInText ? PassText(json, output) : Pass(json, output);
        }
    }

    /// <summary>Passes on what was kept: nothing follows.</summary>
    public void Complete(IBufferWriter<byte> output) => GiveUp(output);

    private ReadOnlySpan<byte> Match(Word word, ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (json[0] != word.Text[_matched])
        {
            GiveUp(output);
            return json;
        }

        if (++_matched == word.Text.Length)
        {
            output.Write(word.Number);
            (_word, _matched, HasChanged) = (null, 0, true);
        }

        return json[1..];
    }

    private void GiveUp(IBufferWriter<byte> output)
    {
        output.Write(_word is { } word ? word.Text.AsSpan(0, _matched) : []);
        (_word, _matched) = (null, 0);
    }

    private ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var length = json.IndexOfAny(WordStarts);
        if (length < 0)
        {
            output.Write(json);
            return [];
        }

        _isInText = json[length] == '"';
        _word = json[length] switch
        {
            (byte)'N' => _notANumber,
            (byte)'I' => _infinity,
            _ => null,
        };
        length += _isInText ? 1 : 0;
        output.Write(json[..length]);
        return json[length..];
    }

    private ReadOnlySpan<byte> PassText(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var length = _isEscaped ? 0 : json.IndexOfAny(TextEnds);
        if (length < 0)
        {
            output.Write(json);
            return [];
        }

        _isInText = _isEscaped || json[length] != '"';
        _isEscaped = !_isEscaped && json[length] == '\\';
        output.Write(json[..(length + 1)]);
        return json[(length + 1)..];
    }

    private sealed record Word(byte[] Text, byte[] Number);
}
