using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Yard;

/// <summary>Writes what a client hands in.</summary>
internal static class Result
{
    public static JsonObject Empty => new()
    {
        ["cea"] = new JsonArray(),
        ["cta"] = new JsonArray(),
        ["cpa"] = new JsonArray(),
        ["errors"] = new JsonArray(),
    };

    /// <summary>Every target of the package gets a value.</summary>
    public static JsonObject For(Package package, Func<(string Task, int First, int Second), string> value)
    {
        var result = Empty;
        result["cea"] = new JsonArray([.. package.Cea.Select(cell => Cea(cell.Row, cell.Column, value(("cea", cell.Row, cell.Column))))]);
        result["cta"] = new JsonArray([.. package.Cta.Select(column => Cta(column.Column, value(("cta", column.Column, 0))))]);
        result["cpa"] = new JsonArray([.. package.Cpa.Select(pair => Cpa(pair.Subject, pair.Object, value(("cpa", pair.Subject, pair.Object))))]);
        return result;
    }

    /// <summary>One cell gets a value.</summary>
    public static string Of(int row, int column, string mapped)
    {
        var result = Empty;
        result["cea"] = new JsonArray(Cea(row, column, mapped));
        return result.ToJsonString();
    }

    public static JsonNode Cea(int row, int column, string mapped) =>
        new JsonObject { ["row_id"] = row, ["col_id"] = column, ["mapped"] = mapped };

    public static JsonNode Cta(int column, string mapped) => new JsonObject { ["col_id"] = column, ["mapped"] = mapped };

    public static JsonNode Cpa(int subject, int @object, string mapped) =>
        new JsonObject { ["subj_id"] = subject, ["obj_id"] = @object, ["mapped"] = mapped };
}
