using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>
/// How many runs of an item were lost since it was submitted or reset: a facet of its row. One that takes its nodes along
/// must not come back for ever. Pure.
/// </summary>
internal static class LostRuns
{
    public const string Facet = "lostRuns";

    public const string Expired = "its lease ran out";

    public static long Of(WorkRow row) => row.Facets.GetValueOrDefault(Facet);

    public static WorkWrite With(WorkWrite write, long count) => write with { New = With(write.New, count) };

    /// <summary>The same row when it is so already.</summary>
    public static WorkRow With(WorkRow row, long count) => Of(row) == count
        ? row
        : row with { Facets = new Dictionary<string, long>(row.Facets) { [Facet] = count } };

    public static string GivenUp(long count, string last) =>
        $"given up after {count} {(count == 1 ? "run was" : "runs were")} lost; the last: {last}";
}
