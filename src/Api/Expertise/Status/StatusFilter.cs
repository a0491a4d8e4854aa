using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Expertise.Status;

/// <summary>Which jobs a list is to have: all that begin with what the query says, in each place that it names.</summary>
internal sealed class StatusFilter
{
    private const string Status = "status";

    private static readonly string[] Fields = ["memberOf", "invitation", "id"];
    private static readonly string[] Sides = ["entityA", "entityB"];

    private readonly List<(string? Side, string Field, string Prefix)> _conditions = [];

    private StatusFilter(IQueryCollection query)
    {
        foreach (var (key, values) in query)
        {
            var parts = key.Split('.');
            if (parts.Length > 2)
            {
                throw NewestStyle.Instance.BadRequest($"a condition is a field, or entityA or entityB, a dot and a field; got {PythonText.Quote(key)}");
            }

            var (side, field) = parts.Length == 2 ? (parts[0], parts[1]) : (null, parts[0]);
            // Others are no conditions: the original passes over them, too.
            var isCondition = side is null ? field == Status || Fields.Contains(field) : Sides.Contains(side) && Fields.Contains(field);
            if (isCondition && values is [{ Length: > 0 } prefix, ..])
            {
                _conditions.Add((side, field, prefix));
            }
        }
    }

    /// <exception cref="ExpertiseRefusedException">A key has more than one dot.</exception>
    public static StatusFilter Read(IQueryCollection query) => new(query);

    public bool Takes(StatusJson job) => _conditions.TrueForAll(condition => ValueOf(job, condition.Side, condition.Field)
        .StartsWith(condition.Prefix, StringComparison.OrdinalIgnoreCase));

    private static string ValueOf(StatusJson job, string? side, string field) => (side, field) switch
    {
        (null, Status) => job.Status,
        (null, _) => Text(job.Request, Sides[0], field) is { Length: > 0 } first ? first : Text(job.Request, Sides[1], field),
        _ => Text(job.Request, side, field),
    };

    private static string Text(JsonElement request, string side, string field) =>
        request.TryGetProperty(side, out var entity)
        && entity.ValueKind == JsonValueKind.Object
        && entity.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
