using System.Globalization;
using System.Text.Json;

namespace Switchyard.Expertise.Scores;

/// <summary>Scores in JSON, as either original writes them.</summary>
/// <param name="order">Of the newest API; null: the seed's shape.</param>
/// <param name="metadata">JSON; null: without.</param>
internal sealed class JsonScores(ScoreArchive archive, Stream rows, RowOrder? order, byte[]? metadata, Func<Task>? sent)
    : ScoreAnswer(archive, rows, sent)
{
    private Utf8JsonWriter? _json;

    protected override string ContentType => ExpertiseAnswer.ContentType;

    private Utf8JsonWriter Json => _json ??= new Utf8JsonWriter(Buffer, ExpertiseAnswer.Options);

    protected override void Begin()
    {
        Json.WriteStartObject();
        Json.WriteStartArray("results");
    }

    protected override void Add(in ScoreRow row)
    {
        if (order is { } newest)
        {
            if (!newest.Takes(row))
            {
                return;
            }

            var (a, b) = newest.Entities(row);
            Write("entityA", a, "entityB", b, row.Score);
        }
        else
        {
            Write("submission", row.First, "user", row.Second, row.Score);
        }
    }

    protected override void End()
    {
        Json.WriteEndArray();
        if (metadata is not null)
        {
            Json.WritePropertyName("metadata");
            Json.WriteRawValue(metadata);
        }

        Json.WriteEndObject();
        Json.Dispose();
    }

    private void Write(string firstName, string first, string secondName, string second, double score)
    {
        Json.WriteStartObject();
        Json.WriteString(firstName, first);
        Json.WriteString(secondName, second);
        Json.WritePropertyName("score");
        WriteFloat(score);
        Json.WriteEndObject();
        Json.Flush();
    }

    /// <summary>With a point, as Python writes: its clients would read an integer otherwise.</summary>
    private void WriteFloat(double score)
    {
        Span<byte> text = stackalloc byte[40];
        score.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny(".E"u8) < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        Json.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
