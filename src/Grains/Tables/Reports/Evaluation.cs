using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Switchyard.Tables.Reports;

/// <summary>Compares the mappings of a campaign with the right answers.</summary>
public static class Evaluation
{
    private const int Remembered = 256;

    /// <summary>
    /// Compares each task with its file in a solution directory; a file that is missing names no table. The files are read as
    /// streams: what stays in memory is 16 bytes for each table they name.
    /// </summary>
    /// <param name="solvedTables">How many tables have a result.</param>
    /// <param name="lookup">A table by name; null when there is none.</param>
    /// <exception cref="InvalidDataException">A solution file lacks a column, or is not CSV.</exception>
    public static async Task<IReadOnlyList<TaskEvaluation>> RunAsync(
        string solutionDirectory, long solvedTables, Func<string, Task<SolvedTable?>> lookup, CancellationToken cancellationToken)
    {
        var tables = new RecentlyUsed<SolvedTable?>(lookup, Remembered);
        var evaluations = new List<TaskEvaluation>();
        foreach (var task in Enum.GetValues<AnnotationTask>())
        {
            evaluations.Add(await CompareAsync(
                task, SolutionFile.ReadAsync(solutionDirectory, task, cancellationToken), solvedTables, tables));
        }

        return evaluations;
    }

    private static async Task<TaskEvaluation> CompareAsync(
        AnnotationTask task, IAsyncEnumerable<SolutionRow> rows, long solvedTables, RecentlyUsed<SolvedTable?> tables)
    {
        // By hash: names may be long, and there may be a million.
        var named = new HashSet<UInt128>();
        var (solvedNamed, unsolved, superfluous, missing, correct, incorrect) = (0L, 0L, 0L, 0L, 0L, 0L);
        await foreach (var row in rows)
        {
            var table = await tables.GetAsync(row.Table);
            var solved = table is { Solved: true };
            if (named.Add(Hash(row.Table)))
            {
                (solvedNamed, unsolved) = solved ? (solvedNamed + 1, unsolved) : (solvedNamed, unsolved + 1);
            }

            if (!solved)
            {
                continue;
            }

            switch (table!.Targets.Find(task, row.First, row.Second))
            {
                case null:
                    superfluous++;
                    break;
                case { Mapped: null }:
                    missing++;
                    break;
                case { Mapped: var mapped } when row.Answers.Contains(WikidataId.Normalise(mapped)):
                    correct++;
                    break;
                default:
                    incorrect++;
                    break;
            }
        }

        // Results that came in meanwhile must not make it negative.
        return new TaskEvaluation(task, Math.Max(0, solvedTables - solvedNamed), unsolved, superfluous, missing, correct, incorrect);
    }

    private static UInt128 Hash(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
