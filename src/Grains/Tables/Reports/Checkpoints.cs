using System.Globalization;
using System.Text.Json;

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
                    using var document = JsonDocument.Parse(body[line]);
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
        AddStates(AnnotationTask.Cea, document, "cea", "row_id", "col_id");
        AddStates(AnnotationTask.Cta, document, "cta", "col_id", null);
        AddStates(AnnotationTask.Cpa, document, "cpa", "subj_id", "obj_id");
    }

    private void AddStates(AnnotationTask task, JsonElement document, string member, string first, string? second)
    {
        foreach (var entry in Items(document, member))
        {
            if (Text(entry, "label") is { } label)
            {
                var candidates = new Dictionary<(int First, int Second), IReadOnlyList<string>>();
                foreach (var element in Items(entry, "state"))
                {
                    if (Number(element, first) is { } a && (second is null ? 0 : Number(element, second)) is { } b)
                    {
                        candidates[(a, b)] = [.. Items(element, "cand").Select(c => WikidataId.Normalise(c.ToString()))];
                    }
                }

                tasks[(int)task].Add(new LabelledState(label, candidates));
            }
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string member)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                yield return item;
            }
        }
    }

    private static string? Text(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    // Ids come as numbers or as text.
    private static int? Number(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var id)
            && int.TryParse(id.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}

/// <param name="Candidates">What was still possible, by position.</param>
internal sealed record LabelledState(string Label, IReadOnlyDictionary<(int First, int Second), IReadOnlyList<string>> Candidates);
