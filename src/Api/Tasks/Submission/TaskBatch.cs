using System.Text.Json;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;
using Switchyard.Text;

namespace Switchyard.Tasks.Submission;

/// <summary>Tasks that are submitted together, and between them, at their places, why others were refused.</summary>
internal sealed class TaskBatch(Submitter submitter)
{
    // Null: a task.
    private readonly List<Refusal?> _entries = [];
    private readonly List<NewTask> _tasks = [];

    private static readonly Refusal Lost = new(
        StatusCodes.Status503ServiceUnavailable, "The cluster did not answer: the task may be stored, or not. With a uniqueKey it can be sent again.");

    public int Count => _entries.Count;

    /// <summary>Of payloads.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyList<NewTask> Tasks => _tasks;

    /// <summary>Reads the elements of an array.</summary>
    /// <returns>Why it is refused as a whole; null: it is not.</returns>
    public Refusal? ReadArray(ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        try
        {
            var json = ReaderOf(body);
            json.Read();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (Count == TaskLimits.Batch)
                {
                    return Refusal.Invalid($"The array has more than {TaskLimits.Batch} tasks. Send several, or application/x-ndjson.");
                }

                Add(ref json, body, Place.Element(Count), now);
            }

            // What follows the array is no JSON, and said so.
            json.Read();
            return null;
        }
        catch (JsonException wrong)
        {
            return Refusal.Of(wrong);
        }
    }

    /// <summary>Reads the one task that a text is, in a line or alone.</summary>
    public void ReadOne(ReadOnlySpan<byte> text, Place place, DateTimeOffset now)
    {
        try
        {
            var json = ReaderOf(text);
            json.Read();
            // What follows it is no JSON, and it must not have been added by then.
            var (draft, refusal) = (TaskReader.Read(ref json, text, submitter, place, out var wrong), wrong);
            json.Read();
            Add(draft, refusal, now);
        }
        catch (JsonException wrong)
        {
            Refuse(Refusal.Invalid($"{place.Whole} is no JSON: {RequestMistake.DescribeSyntax(wrong)}"));
        }
    }

    public void Refuse(Refusal refusal) => _entries.Add(refusal);

    public void Clear()
    {
        _entries.Clear();
        _tasks.Clear();
        Bytes = 0;
    }

    /// <summary>Why the first was refused; null: it was not.</summary>
    public Refusal? First => _entries[0];

    /// <summary>Writes one answer after the other, in order.</summary>
    /// <param name="submitted">One for each of the tasks.</param>
    /// <param name="written">Called behind each answer.</param>
    public void Write(Utf8JsonWriter json, IReadOnlyList<SubmittedTask> submitted, Action<Utf8JsonWriter>? written = null)
    {
        var next = 0;
        foreach (var refusal in _entries)
        {
            if (refusal is not null)
            {
                refusal.Write(json);
            }
            else
            {
                Write(json, submitted[next++]);
            }

            written?.Invoke(json);
        }
    }

    /// <summary>The same when it is not known whether the tasks are stored.</summary>
    public void WriteLost(Utf8JsonWriter json, Action<Utf8JsonWriter> written)
    {
        foreach (var refusal in _entries)
        {
            (refusal ?? Lost).Write(json);
            written(json);
        }
    }

    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = StrictJson.Deepest });

    private static void Write(Utf8JsonWriter json, SubmittedTask task)
    {
        if (task.Refusal is { } why)
        {
            Refusal.Invalid(why).Write(json);
        }
        else
        {
            TaskWriter.Write(json, task);
        }
    }

    private void Add(ref Utf8JsonReader json, ReadOnlySpan<byte> text, Place place, DateTimeOffset now) =>
        Add(TaskReader.Read(ref json, text, submitter, place, out var refusal), refusal, now);

    private void Add(TaskDraft? draft, Refusal? refusal, DateTimeOffset now)
    {
        _entries.Add(refusal);
        if (draft is not null)
        {
            var task = draft.At(now, submitter.Owner);
            _tasks.Add(task);
            Bytes += task.Payload.Length;
        }
    }
}
