namespace Switchyard.Tables.Import;

/// <summary>Counts what was wrong with an input and keeps the first 1,000 problems that are named.</summary>
internal sealed class ProblemLog
{
    public const int Kept = 1_000;

    private readonly List<ImportProblem> first = [];
    private IReadOnlyList<ImportProblem> snapshot = [];

    public long Count { get; private set; }

    /// <summary>The first problems; a list that does not change later.</summary>
    public IReadOnlyList<ImportProblem> First
    {
        get
        {
            if (snapshot.Count != first.Count)
            {
                snapshot = [.. first];
            }

            return snapshot;
        }
    }

    /// <param name="line">1-based; 0 when the whole file is meant.</param>
    public void Add(string file, long line, string message)
    {
        Count++;
        if (first.Count < Kept)
        {
            first.Add(new ImportProblem(file, line, message));
        }
    }

    /// <summary>Counts problems that are not named one by one.</summary>
    public void Add(long count) => Count += count;
}
