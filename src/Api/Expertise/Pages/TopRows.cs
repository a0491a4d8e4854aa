using Switchyard.Expertise.Scores;

namespace Switchyard.Expertise.Pages;

/// <summary>The highest of many scores, in bounded memory; of equal ones those that came first.</summary>
internal sealed class TopRows(int most)
{
    private readonly PriorityQueue<ScoreRow, (double Score, long Place)> _rows = new();
    private long _place;

    public void Add(in ScoreRow row)
    {
        var rank = (row.Score, --_place);
        if (_rows.Count < most)
        {
            _rows.Enqueue(row, rank);
        }
        else
        {
            _rows.EnqueueDequeue(row, rank);
        }
    }

    /// <summary>The highest first.</summary>
    public IEnumerable<ScoreRow> InOrder() =>
        _rows.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element);
}
