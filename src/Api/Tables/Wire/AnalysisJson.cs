using System.Text.Json;

namespace Switchyard.Tables.Wire;

/// <summary>Candidate statistics as the original's <c>getAnalysis</c> tells them; an empty object without a solution.</summary>
internal static class AnalysisJson
{
    public static WireJson Write(IReadOnlyList<TaskAnalysis>? analyses) => new(json =>
    {
        json.WriteStartObject();
        foreach (var (task, analysis) in (analyses ?? []).ByTask(analysis => analysis.Task))
        {
            json.WriteStartObject(task);
            WriteLabels(json, "agg", analysis.Sum);
            json.WriteArray("tables", analysis.Tables, static (json, table) =>
            {
                WriteLabels(json, "stats", table.Labels);
                json.WriteString("table", table.Table);
            });
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private static void WriteLabels(Utf8JsonWriter json, string key, IReadOnlyDictionary<string, CandidateCounts> labels)
    {
        json.WriteStartObject(key);
        foreach (var (label, counts) in labels.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(label);
            json.WriteNumber("correct", counts.Correct);
            json.WriteNumber("incorrect", counts.Incorrect);
            json.WriteNumber("missing", counts.Missing);
            json.WriteNumber("total", counts.Total);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
