using System.Globalization;
using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Tables.Reports;

/// <summary>
/// The candidates a client had for each target at the steps of its work, as stored by storeAnalysisData: one JSON document a
/// line, each with a list of labelled states for every task.
/// </summary>
public sealed class Checkpoints
{
    private readonly List<LabelledState>[] tasks = [[], [], []];

    private Checkpoints()
    {
    }

    /// <summary>The states of a task in file order. A label may come several times; each counts.</summary>
    internal IReadOnlyList<LabelledState> this[AnnotationTask task] => tasks[(int)task];

    /// <summary>Reads a stored body. Lines, states and entries that are not as described are passed over.</summary>
    public static Checkpoints Parse(ReadOnlyMemory<byte> body)
    {
        var checkpoints = new Checkpoints();
        foreach (var line in body.Span.Split((byte)'\n'))
        {
            try
            {
                if (!body.Span[line].Trim(" \t\r"u8).IsEmpty)
                {
                    using var document = StrictJson.Parse(body[line]);
                    checkpoints.Add(document.RootElement);
                }
            }
            catch (JsonException)
            {
                // A cut-off line says nothing; the others still do.
            }
        }

        return checkpoints;
    }

    private void Add(JsonElement document)
    {
        AddStates(AnnotationTask.Cea, document, "cea"u8, "row_id"u8, "col_id"u8);
        AddStates(AnnotationTask.Cta, document, "cta"u8, "col_id"u8, []);
        AddStates(AnnotationTask.Cpa, document, "cpa"u8, "subj_id"u8, "obj_id"u8);
    }

    /// <param name="second">Empty: one id is the place.</param>
    private void AddStates(
        AnnotationTask task, JsonElement document, ReadOnlySpan<byte> member, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        foreach (var entry in Items(document, member))
        {
            if (Find(entry, "label"u8) is { ValueKind: JsonValueKind.String } label)
            {
                var candidates = new Dictionary<(int First, int Second), IReadOnlyList<string>>();
                foreach (var element in Items(entry, "state"u8))
                {
                    if (Number(element, first) is { } a && (second.IsEmpty ? 0 : Number(element, second)) is { } b)
                    {
                        candidates[(a, b)] = [.. Items(element, "cand"u8).Select(c => WikidataId.Normalise(TextOf(c)))];
                    }
                }

                tasks[(int)task].Add(new LabelledState(TextOf(label), candidates));
            }
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element, ReadOnlySpan<byte> member) =>
        Find(element, member) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    // Ids come as numbers or as text.
    private static int? Number(JsonElement element, ReadOnlySpan<byte> member) =>
        Find(element, member) is { } id && int.TryParse(TextOf(id), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>The last member of this name.</summary>
    private static JsonElement? Find(JsonElement element, ReadOnlySpan<byte> member)
    {
        JsonElement? found = null;
        foreach (var property in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            found = SoundText.IsName(property, member) ? property.Value : found;
        }

        return found;
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? SoundText.OfJson(value) : value.ToString();
}

/// <param name="Candidates">What was still possible, by position.</param>
internal sealed record LabelledState(string Label, IReadOnlyDictionary<(int First, int Second), IReadOnlyList<string>> Candidates);
