namespace Switchyard.Tables.Wire;

/// <summary>The audit as the original's <c>getAudit</c> sums it: six entries in a fixed order, methods by sum.</summary>
internal static class AuditJson
{
    private static readonly string[] Tasks = ["CEA", "CTA", "CPA"];
    private static readonly string[] Steps = ["creation", "selection"];

    public static WireJson Write(IReadOnlyList<AuditSum> sums) => new(json =>
    {
        json.WriteStartObject();
        var entries =
            from task in Tasks
            from step in Steps
            select (task, step, methods: sums
                .Where(sum => sum.Task == task && sum.Step == step)
                .OrderByDescending(sum => sum.Solved)
                .ThenBy(sum => sum.Method, StringComparer.Ordinal));
        json.WriteArray("res", entries, static (json, entry) =>
        {
            json.WriteStartArray("methods");
            foreach (var sum in entry.methods)
            {
                json.WriteStartArray();
                json.WriteStringValue(sum.Method);
                json.WriteNumberValue(sum.Solved);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteString("step", entry.step);
            json.WriteString("task", entry.task);
        });
        json.WriteEndObject();
    });
}
