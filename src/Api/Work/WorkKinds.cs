using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>The kinds of work that there are: those of the doors.</summary>
internal sealed class WorkKinds(IEnumerable<ItemRoutes> doors)
{
    private readonly string[] _all = [.. doors.Select(door => door.Kind).Order(StringComparer.Ordinal)];

    /// <summary>What is wrong with a condition; null: nothing.</summary>
    public ProblemHttpResult? WhyUnknown(string? kind) =>
        string.IsNullOrEmpty(kind) || _all.Contains(kind, StringComparer.Ordinal) ? null : Problem.Invalid($"kind must be one of {string.Join(", ", _all)}.");
}
