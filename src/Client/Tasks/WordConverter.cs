using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Client.Tasks;

/// <summary>An enum as words; a word that a newer node says is a value of its own and no error.</summary>
internal abstract class WordConverter<T>(T unknown, IReadOnlyList<(T Value, string Word)> words) : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        foreach (var (value, word) in words)
        {
            if (reader.ValueTextEquals(word))
            {
                return value;
            }
        }

        return unknown;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(WordOf(value));

    public string WordOf(T value)
    {
        foreach (var (known, word) in words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                return word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "This is no word to say.");
    }
}
