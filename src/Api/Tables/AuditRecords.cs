using System.Buffers;
using System.Text.Json;
using Switchyard.Hosting;
using Switchyard.Tables.Wire;
using Switchyard.Text;

namespace Switchyard.Tables;

/// <summary>Reads a list of audit records from JSON.</summary>
internal static class AuditRecords
{
    public const int MaxRecords = 100_000;

    /// <summary>Bytes of JSON.</summary>
    public const int MaxRemainingLength = 1024 * 1024;

    /// <summary>Characters of a text column.</summary>
    public const int MaxTextLength = 10_000;

    private static readonly string[] Texts = ["approach", "tablename", "task", "step", "method", "timestamp"];
    private static readonly string[] Counts = ["solved_cnt", "remaining_cnt"];

    /// <exception cref="SubmissionRefusedException">The text is no such list.</exception>
    public static IReadOnlyList<AuditRecord> Parse(ReadOnlySequence<byte> json)
    {
        try
        {
            return ClientJson.Read(json, Read);
        }
        catch (JsonException failure)
        {
            throw new SubmissionRefusedException($"the body is not JSON: {failure.Message}");
        }
    }

    private static List<AuditRecord> Read(ClientJson json)
    {
        var reader = json.NewReader();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new SubmissionRefusedException("the body must be a list of records");
        }

        var records = new List<AuditRecord>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (records.Count == MaxRecords)
            {
                throw new SubmissionRefusedException($"there are more than {MaxRecords} records");
            }

            records.Add(ReadRecord(ref reader, json));
        }

        reader.Read();
        return records;
    }

    private static AuditRecord ReadRecord(ref Utf8JsonReader reader, ClientJson json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new SubmissionRefusedException("a record must be an object");
        }

        var texts = new Dictionary<string, string>();
        var counts = new Dictionary<string, long>();
        string? remaining = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.Of(ref reader);
            reader.Read();
            if (Texts.Contains(name))
            {
                texts[name] = ReadText(ref reader, name);
            }
            else if (Counts.Contains(name))
            {
                counts[name] = ReadCount(ref reader, name);
            }
            else if (name == "remaining")
            {
                remaining = ReadRemaining(ref reader, json);
            }
            else
            {
                throw new SubmissionRefusedException($"{Shorten(name)} is not a col of a record dict");
            }
        }

        return new AuditRecord(
            Require(texts, "approach"),
            Require(texts, "tablename"),
            Require(texts, "task"),
            Require(texts, "step"),
            Require(texts, "method"),
            Require(counts, "solved_cnt"),
            Require(counts, "remaining_cnt"),
            remaining ?? throw Missing("remaining"),
            Require(texts, "timestamp"));
    }

    private static string ReadText(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new SubmissionRefusedException($"{name} col must be a text");
        }

        var text = JsonText.Of(ref reader);
        if (!OutsideText.IsSound(text))
        {
            throw new SubmissionRefusedException($"{name} col {OutsideText.Refusal}");
        }

        return text.Length <= MaxTextLength
            ? text
            : throw new SubmissionRefusedException($"{name} col must have at most {MaxTextLength} characters");
    }

    private static long ReadCount(ref Utf8JsonReader reader, string name) =>
        JsonText.Integer(ref reader) ?? throw new SubmissionRefusedException($"{name} col must be an integer");

    private static string ReadRemaining(ref Utf8JsonReader reader, ClientJson json)
    {
        var start = reader.TokenStartIndex;
        reader.Skip();
        return reader.BytesConsumed - start <= MaxRemainingLength
            ? json.Quote(start, reader.BytesConsumed)
            : throw new SubmissionRefusedException($"remaining col must have at most {MaxRemainingLength} bytes of JSON");
    }

    private static T Require<T>(Dictionary<string, T> columns, string name) =>
        columns.TryGetValue(name, out var value) ? value : throw Missing(name);

    private static SubmissionRefusedException Missing(string name) => new($"{name} col must be in the submitted record dict");

    private static string Shorten(string name) => name.Length <= 100 ? name : SoundText.StartOf(name, 100) + "...";
}
