using System.Text.Json;

namespace Switchyard.Expertise.Scores;

/// <summary>Which side of a score the columns are.</summary>
/// <param name="IsReviewerToPaper">The submission comes first, and is the second entity.</param>
internal readonly record struct RowOrder(bool IsReviewerToPaper)
{
    /// <summary>The submission that the original invents where there is only one, since it cannot score that alone.</summary>
    private const string Dummy = "dummy";

    /// <param name="request">Of either original.</param>
    public static RowOrder Of(JsonElement request)
    {
        if (request.TryGetProperty("entityA", out var a) && request.TryGetProperty("entityB", out var b))
        {
            return new(TypeOf(a) != TypeOf(b));
        }

        return new(!request.EnumerateObject().Any(member =>
            member.Name == "alternate_match_group" || member.Name.StartsWith("match_p", StringComparison.Ordinal)));
    }

    public bool Takes(in ScoreRow row) => !IsReviewerToPaper || row.First != Dummy;

    public (string A, string B) Entities(in ScoreRow row) => IsReviewerToPaper ? (row.Second, row.First) : (row.First, row.Second);

    private static string? TypeOf(JsonElement entity) =>
        entity.ValueKind == JsonValueKind.Object && entity.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;
}
