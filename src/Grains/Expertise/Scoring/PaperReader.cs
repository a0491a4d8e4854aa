using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Expertise.Scoring;

/// <summary>Takes from a paper the one text that counts, trimmed; for one thread at a time.</summary>
internal sealed class PaperReader(TextChoice choice)
{
    private char[] _title = [];
    private char[] _abstract = [];
    private int _titleLength;
    private int _abstractLength;

    /// <summary>
    /// Reads a paper, <c>{content: {title, abstract}}</c> among whatever else, from the start of its object to the end. Fields
    /// that are missing or null are empty.
    /// </summary>
    /// <returns>The text, until the next call; empty when the paper has none.</returns>
    /// <exception cref="JsonException">The content is no object, or a text no text.</exception>
    public ReadOnlySpan<char> Read(ref Utf8JsonReader reader)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartObject, "a paper is no object");
        (_titleLength, _abstractLength) = (0, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = reader.ValueTextEquals("content"u8);
            reader.Read();
            if (isContent && reader.TokenType != JsonTokenType.Null)
            {
                ReadContent(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        var text = Blank.Trim(_abstract.AsSpan(0, _abstractLength));
        return text.IsEmpty ? Blank.Trim(_title.AsSpan(0, _titleLength)) : text;
    }

    private void ReadContent(ref Utf8JsonReader reader)
    {
        JsonFile.Expect(ref reader, JsonTokenType.StartObject, "the content of a paper is no object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTitle = choice.UseTitle && reader.ValueTextEquals("title"u8);
            var isAbstract = choice.UseAbstract && reader.ValueTextEquals("abstract"u8);
            reader.Read();
            if (isTitle)
            {
                _titleLength = Copy(ref reader, ref _title, "a title is no text");
            }
            else if (isAbstract)
            {
                _abstractLength = Copy(ref reader, ref _abstract, "an abstract is no text");
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static int Copy(ref Utf8JsonReader reader, ref char[] text, string problem)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return 0;
        }

        JsonFile.Expect(ref reader, JsonTokenType.String, problem);
        if (text.Length < reader.ValueSpan.Length)
        {
            text = new char[Math.Max(reader.ValueSpan.Length, 2 * text.Length)];
        }

        return reader.CopyString(text);
    }
}
