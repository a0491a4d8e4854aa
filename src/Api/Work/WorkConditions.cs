using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>Conditions on work, as they come as text. Each answers what is wrong with it; null: nothing.</summary>
internal static class WorkConditions
{
    public const string NoOrder = "order must be asc or desc.";

    private const int MaxText = 500;

    /// <summary>Of RFC 3339: with an offset.</summary>
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public static ProblemHttpResult? ReadStatus(string? text, out WorkStatus? status)
    {
        status = null;
        if (text is { Length: > 0 })
        {
            foreach (var known in Enum.GetValues<WorkStatus>())
            {
                status = known.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) ? known : status;
            }

            return status is null
                ? Problem.Invalid($"status must be one of {string.Join(", ", Enum.GetNames<WorkStatus>().Select(LowerCase.Policy.ConvertName))}.")
                : null;
        }

        return null;
    }

    /// <param name="kinds">Of all doors.</param>
    public static ProblemHttpResult? ReadKind(string? text, IEnumerable<DoorKind> kinds)
    {
        var known = kinds.Select(kind => kind.Name).Order(StringComparer.Ordinal).ToList();
        return text is not { Length: > 0 } || known.Contains(text) ? null : Problem.Invalid($"kind must be one of {string.Join(", ", known)}.");
    }

    public static ProblemHttpResult? ReadTime(string name, string? text, out DateTimeOffset? time)
    {
        // A plus that was not escaped comes as a space.
        var isTime = DateTimeOffset.TryParseExact(text?.Replace(' ', '+'), TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
        time = isTime ? read : null;
        return isTime || string.IsNullOrEmpty(text) ? null : Problem.Invalid($"{name} must be a time with its offset, such as 2026-01-31T12:00:00Z.");
    }

    /// <param name="usual">Whether it is ascending without a word.</param>
    public static ProblemHttpResult? ReadOrder(string? text, out bool isAscending, bool usual = false)
    {
        isAscending = string.IsNullOrEmpty(text) ? usual : text == "asc";
        return text is null or "" or "asc" or "desc" ? null : Problem.Invalid(NoOrder);
    }

    public static ProblemHttpResult? Judge(params ReadOnlySpan<(string Name, string? Text)> texts)
    {
        foreach (var (name, text) in texts)
        {
            if (text?.Length > MaxText)
            {
                return Problem.Invalid($"{name} must be at most {MaxText} characters.");
            }
        }

        return null;
    }

    /// <summary>An empty condition is none.</summary>
    public static string? Said(string? text) => text is { Length: > 0 } ? text : null;
}
