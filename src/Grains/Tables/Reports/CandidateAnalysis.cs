using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Reports;

/// <summary>A table with the checkpoints a client left for it.</summary>
public sealed record AnalysedTable(TargetTable Targets, Checkpoints Checkpoints);

/// <summary>At which step of a client's work the right answers are among the candidates, and where they get lost.</summary>
public static class CandidateAnalysis
{
    // Checkpoints may be large, so fewer than for the evaluation.
    private const int Remembered = 16;

    /// <summary>
    /// Counts, for each task and label, over the targets that the solution directory has an answer for: no candidates, the right
    /// one among them, or only others. Solution files are read as streams.
    /// </summary>
    /// <param name="lookup">A table by name; null when there is none, or it has no checkpoints.</param>
    /// <exception cref="InvalidDataException">A solution file lacks a column, or is not CSV.</exception>
    public static async Task<IReadOnlyList<TaskAnalysis>> RunAsync(
        string solutionDirectory, Func<string, Task<AnalysedTable?>> lookup, CancellationToken cancellationToken)
    {
        var tables = new RecentlyUsed<AnalysedTable?>(lookup, Remembered);
        var analyses = new List<TaskAnalysis>();
        foreach (var task in Enum.GetValues<AnnotationTask>())
        {
            analyses.Add(await AnalyseAsync(task, SolutionFile.ReadAsync(solutionDirectory, task, cancellationToken), tables));
        }

        return analyses;
    }

    private static async Task<TaskAnalysis> AnalyseAsync(
        AnnotationTask task, IAsyncEnumerable<SolutionRow> rows, RecentlyUsed<AnalysedTable?> tables)
    {
        var counts = new Dictionary<string, Dictionary<string, CandidateCounts>>();
        await foreach (var row in rows)
        {
            if (await tables.GetAsync(row.Table) is not { } table)
            {
                continue;
            }

            if (!counts.TryGetValue(row.Table, out var labels))
            {
                counts.Add(row.Table, labels = []);
            }

            if (table.Targets.Find(task, row.First, row.Second) is not null)
            {
                foreach (var state in table.Checkpoints[task])
                {
                    labels[state.Label] = Add(labels.GetValueOrDefault(state.Label), Judge(state, row));
                }
            }
        }

        return new TaskAnalysis(
            task,
            [.. counts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new TableAnalysis(t.Key, t.Value))],
            counts.Values.SelectMany(labels => labels).GroupBy(l => l.Key).ToDictionary(g => g.Key, g => g.Select(l => l.Value).Aggregate(Add)));
    }

    private static CandidateCounts Judge(LabelledState state, SolutionRow row) =>
        !state.Candidates.TryGetValue((row.First, row.Second), out var candidates) || candidates.Count == 0
            ? new CandidateCounts(Missing: 1, Correct: 0, Incorrect: 0, Total: 1)
            : row.Answers.Any(candidates.Contains)
                ? new CandidateCounts(Missing: 0, Correct: 1, Incorrect: 0, Total: 1)
                : new CandidateCounts(Missing: 0, Correct: 0, Incorrect: 1, Total: 1);

    private static CandidateCounts Add(CandidateCounts? a, CandidateCounts b) =>
        a is null ? b : new(a.Missing + b.Missing, a.Correct + b.Correct, a.Incorrect + b.Incorrect, a.Total + b.Total);
}
