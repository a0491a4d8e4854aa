using System.Text.Json;
using Switchyard.Tables.Wire;

namespace Switchyard.Tables;

/// <summary>Reads a result from its JSON text without building a tree: only annotations and errors are kept.</summary>
internal sealed class SubmittedResultReader(ClientJson json)
{
    private int _entries;
    private long _errorsLength;

    public SubmittedResult Read()
    {
        var reader = json.NewReader();
        List<Annotation>? cea = null, cta = null, cpa = null;
        List<string>? errors = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new SubmissionRefusedException("The body is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, "cea"))
            {
                cea = ReadTask(ref reader, EntryShape.Cea);
            }
            else if (JsonText.Is(ref reader, "cta"))
            {
                cta = ReadTask(ref reader, EntryShape.Cta);
            }
            else if (JsonText.Is(ref reader, "cpa"))
            {
                cpa = ReadTask(ref reader, EntryShape.Cpa);
            }
            else if (JsonText.Is(ref reader, "errors"))
            {
                errors = ReadErrors(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        // Nothing may follow; the reader throws when something does.
        reader.Read();
        return new SubmittedResult(
            new AnnotationSet(Require(cea, "cea"), Require(cta, "cta"), Require(cpa, "cpa")), Require(errors, "errors"));
    }

    private static List<T> Require<T>(List<T>? read, string key) =>
        read ?? throw new SubmissionRefusedException($"The key '{key}' is missing.");

    private List<Annotation> ReadTask(ref Utf8JsonReader reader, EntryShape shape)
    {
        reader.Read();
        var entries = new List<Annotation>();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Count();
                    Add(entries, ReadEntry(ref reader, shape));
                }

                break;
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    Count();
                    Add(entries, ReadOldEntry(ref reader, shape));
                }

                break;
            default:
                if (!Falsy.Is(ref reader))
                {
                    throw new SubmissionRefusedException($"'{shape.Key}' is neither a list nor an object.");
                }

                break;
        }

        return entries;
    }

    private static Annotation ReadEntry(ref Utf8JsonReader reader, EntryShape shape)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new SubmissionRefusedException($"An entry of '{shape.Key}' is not an object.");
        }

        int? first = null, second = shape.SecondId is null ? 0 : null;
        string? mapped = null;
        var hasMapped = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (JsonText.Is(ref reader, shape.FirstId))
            {
                first = ReadId(ref reader, shape.Key, shape.FirstId);
            }
            else if (shape.SecondId is not null && JsonText.Is(ref reader, shape.SecondId))
            {
                second = ReadId(ref reader, shape.Key, shape.SecondId);
            }
            else if (JsonText.Is(ref reader, "mapped"))
            {
                mapped = ReadMapped(ref reader, shape);
                hasMapped = true;
            }
            else
            {
                reader.Skip();
            }
        }

        if (first is null || second is null || !hasMapped)
        {
            throw new SubmissionRefusedException($"An entry of '{shape.Key}' lacks {shape.Requires}.");
        }

        return new Annotation(first.Value, second.Value, mapped);
    }

    /// <summary>An entry of the old notation: the ids, comma-separated, are the property's name.</summary>
    private static Annotation ReadOldEntry(ref Utf8JsonReader reader, EntryShape shape)
    {
        var name = JsonText.Of(ref reader);
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        var first = JsonText.Integer(shape.SecondId is null || comma < 0 ? name : name.AsSpan(0, comma));
        var second = shape.SecondId is null ? 0 : comma < 0 ? null : JsonText.Integer(name.AsSpan(comma + 1));
        if (first is null || second is null)
        {
            throw new SubmissionRefusedException($"A key of '{shape.Key}' is not of the form \"{shape.OldKey}\".");
        }

        return new Annotation(first.Value, second.Value, ReadMapped(ref reader, shape));
    }

    private static int ReadId(ref Utf8JsonReader reader, string key, string id)
    {
        reader.Read();
        return JsonText.Integer(ref reader) ?? throw new SubmissionRefusedException($"A {id} of '{key}' is not an integer.");
    }

    private static string? ReadMapped(ref Utf8JsonReader reader, EntryShape shape)
    {
        reader.Read();
        if (Falsy.Is(ref reader))
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            throw new SubmissionRefusedException($"A mapped of '{shape.Key}' is not a string.");
        }

        var mapped = JsonText.Of(ref reader);
        return mapped.Length <= SubmittedResult.MaxMappedLength
            ? mapped
            : throw new SubmissionRefusedException(
                $"A mapped of '{shape.Key}' is longer than {SubmittedResult.MaxMappedLength} characters.");
    }

    private List<string> ReadErrors(ref Utf8JsonReader reader)
    {
        reader.Read();
        var errors = new List<string>();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (errors.Count == SubmittedResult.MaxErrors)
                {
                    throw new SubmissionRefusedException($"There are more than {SubmittedResult.MaxErrors} errors.");
                }

                errors.Add(ReadError(ref reader));
            }
        }
        else if (!Falsy.Is(ref reader))
        {
            errors.Add(ReadError(ref reader));
        }

        return errors;
    }

    private string ReadError(ref Utf8JsonReader reader)
    {
        var ahead = reader;
        ahead.Skip();
        _errorsLength += ahead.BytesConsumed - reader.TokenStartIndex;
        return _errorsLength <= SubmittedResult.MaxErrorsLength
            ? json.Raw(ref reader)
            : throw new SubmissionRefusedException($"The errors have more than {SubmittedResult.MaxErrorsLength} bytes.");
    }

    private static void Add(List<Annotation> entries, Annotation entry)
    {
        if (entry.Mapped is not null)
        {
            entries.Add(entry);
        }
    }

    private void Count()
    {
        if (++_entries > SubmittedResult.MaxEntries)
        {
            throw new SubmissionRefusedException($"There are more than {SubmittedResult.MaxEntries} entries.");
        }
    }
}
