using System.Globalization;
using System.Text.Json;

namespace Switchyard.Tables.Wire;

/// <summary>A table as the original's clients get it.</summary>
internal static class PackageJson
{
    public static WireJson Write(WorkPackage package, GroundTruth? truth)
    {
        var targets = package.Targets;
        var size = package.Data.Length + (4 * package.Columns) + (64 * (targets.Cea.Count + targets.Cta.Count + targets.Cpa.Count)) + 512;
        return new WireJson(
            json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("analyze", package.Analyze);
                json.WriteBoolean("audit", package.Audit);
                json.WritePropertyName("data");
                json.WriteRawValue(package.Data, skipInputValidation: true);
                if (truth is not null)
                {
                    WriteTruth(json, truth);
                }

                WriteHeader(json, package.Columns);
                json.WriteString("name", package.Name);
                json.WriteString("orientation", "Horizontal");
                WriteTargets(json, targets);
                json.WriteEndObject();
            },
            size);
    }

    /// <summary>One empty list per column: the header row is the first of the data.</summary>
    private static void WriteHeader(Utf8JsonWriter json, int columns)
    {
        json.WriteStartArray("header");
        for (var column = 0; column < columns; column++)
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteTargets(Utf8JsonWriter json, AnnotationSet targets)
    {
        json.WriteStartObject("targets");
        json.WriteArray("cea", targets.Cea, static (json, cell) =>
        {
            json.WriteNumber("col_id", cell.Second);
            json.WriteString("mapped", cell.Mapped);
            json.WriteNumber("row_id", cell.First);
        });
        json.WriteArray("cpa", targets.Cpa, static (json, pair) =>
        {
            json.WriteString("mapped", pair.Mapped);
            json.WriteNumber("obj_id", pair.Second);
            json.WriteNumber("sub_id", pair.First);
        });
        json.WriteArray("cta", targets.Cta, static (json, column) =>
        {
            json.WriteNumber("col_id", column.First);
            json.WriteString("mapped", column.Mapped);
        });
        json.WriteEndObject();
    }

    /// <summary>The right answers: here ids are strings, and the subject is <c>subj_id</c>.</summary>
    private static void WriteTruth(Utf8JsonWriter json, GroundTruth truth)
    {
        json.WriteStartObject("gt");
        if (truth.Cea is { } cells)
        {
            json.WriteArray("cea", cells, static (json, cell) =>
            {
                json.WriteString("col_id", Id(cell.Second));
                json.WriteString("mapped", cell.Mapped);
                json.WriteString("row_id", Id(cell.First));
            });
        }

        if (truth.Cpa is { } pairs)
        {
            json.WriteArray("cpa", pairs, static (json, pair) =>
            {
                json.WriteString("mapped", pair.Mapped);
                json.WriteString("obj_id", Id(pair.Second));
                json.WriteString("subj_id", Id(pair.First));
            });
        }

        if (truth.Cta is { } columns)
        {
            json.WriteArray("cta", columns, static (json, column) =>
            {
                json.WriteString("col_id", Id(column.First));
                json.WriteString("mapped", column.Mapped);
            });
        }

        json.WriteEndObject();
    }

    private static string Id(int id) => id.ToString(CultureInfo.InvariantCulture);
}
