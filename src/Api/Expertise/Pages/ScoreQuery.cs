namespace Switchyard.Expertise.Pages;

/// <summary>Which of a job's scores are shown.</summary>
/// <param name="File">A file of the result.</param>
/// <param name="Search">Contained in one of the two names, ignoring case; empty: all.</param>
/// <param name="HighestFirst">Else in the order of the file.</param>
/// <param name="Skip">So many that match are passed over.</param>
public sealed record ScoreQuery(string File, string Search = "", bool HighestFirst = false, int Skip = 0)
{
    /// <summary>Scores of a page.</summary>
    public const int Limit = 25;

    /// <summary>So many are put in order; who wants more takes the file.</summary>
    public const int MostInOrder = 1000;
}

/// <summary>A page of scores.</summary>
/// <param name="HasNext">Whether there are more that match.</param>
/// <param name="Read">Lines of the file that were looked at.</param>
/// <param name="IsCut">It took too long: the rest of the file was not looked at.</param>
internal sealed record ScorePage(IReadOnlyList<Scores.ScoreRow> Rows, bool HasNext, long Read, bool IsCut);
