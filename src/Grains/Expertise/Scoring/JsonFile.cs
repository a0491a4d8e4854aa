using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>Reads what is next of a file of JSON values.</summary>
/// <exception cref="JsonException">The JSON is not what it should be; the message says what is wrong.</exception>
internal delegate void JsonReading(ref Utf8JsonReader reader);

/// <summary>Reads one file after the other into the same buffer; for one thread at a time.</summary>
internal sealed class JsonFile(string directory)
{
    private static readonly JsonReaderOptions ManyValues = new() { AllowMultipleValues = true };

    private byte[] _buffer = [];

    /// <summary>Reads the objects of a file, of which there may be many with blanks between; a reading begins at the start of an object.</summary>
    /// <param name="name">Relative to the directory; messages name the file by it.</param>
    /// <exception cref="WrongInputException">The file is missing, or is not such JSON: the message names the line.</exception>
    public void ReadObjects(string name, JsonReading reading)
    {
        var json = Load(name);
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        var reader = new Utf8JsonReader(json, ManyValues);
        try
        {
            while (reader.Read())
            {
                Expect(ref reader, JsonTokenType.StartObject, "this is no object");
                reading(ref reader);
            }
        }
        catch (JsonException e)
        {
            // Those of the reader itself count lines, in words that are not for people.
            throw Wrong(e.LineNumber is null ? e.Message : "this is not JSON", json[..(int)reader.BytesConsumed]);
        }
        catch (InvalidOperationException)
        {
            throw Wrong("a text is not valid Unicode", json[..(int)reader.BytesConsumed]);
        }

        WrongInputException Wrong(string reason, ReadOnlySpan<byte> before) =>
            new($"{name}, line {before.Count((byte)'\n') + 1}: {reason}.");
    }

    /// <exception cref="JsonException">The token is another.</exception>
    public static void Expect(ref Utf8JsonReader reader, JsonTokenType token, string problem)
    {
        if (reader.TokenType != token)
        {
            throw new JsonException(problem);
        }
    }

    private ReadOnlySpan<byte> Load(string name)
    {
        try
        {
            using var file = File.OpenHandle(Path.Combine(directory, name), options: FileOptions.SequentialScan);
            var length = checked((int)RandomAccess.GetLength(file));
            if (_buffer.Length < length)
            {
                _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(2 * _buffer.Length, Array.MaxLength)));
            }

            var read = 0;
            while (read < length && RandomAccess.Read(file, _buffer.AsSpan(read, length - read), read) is > 0 and var more)
            {
                read += more;
            }

            return _buffer.AsSpan(0, read);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new WrongInputException($"{name} is missing.");
        }
        catch (OverflowException)
        {
            throw new WrongInputException($"{name} is larger than 2 GiB.");
        }
    }
}
