namespace Switchyard.Tables.Wire;

/// <summary>Gaps as the original's <c>getMissingMappings</c> tells them.</summary>
internal static class MissingJson
{
    public static WireJson Write(IReadOnlyList<MissingMappings> missing) => new(json =>
    {
        json.WriteStartObject();
        foreach (var (task, gaps) in missing.ByTask(gaps => gaps.Task))
        {
            json.WriteStartObject(task);
            json.WriteArray("missingAll", gaps.All, static (json, table) => json.WriteString("table_name", table));
            json.WriteArray("missingPart", gaps.Part, static (json, table) =>
            {
                json.WriteNumber("done", table.Done);
                json.WriteNumber("missing", table.Total - table.Done);
                json.WriteString("table_name", table.Table);
                json.WriteNumber("total", table.Total);
            });
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });
}
