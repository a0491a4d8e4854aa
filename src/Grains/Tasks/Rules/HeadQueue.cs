using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

/// <summary>Ready tasks of one group by id. Most come at the end and leave at the front.</summary>
internal sealed class HeadQueue
{
    private const int Slack = 256;

    private readonly List<LaneHead> _heads = [];
    private int _first;

    public int Count => _heads.Count - _first;

    public LaneHead First => _heads[_first];

    public LaneHead Last => _heads[^1];

    /// <summary>The id must not be in it.</summary>
    public void Add(LaneHead head)
    {
        if (Count == 0 || Last.Id < head.Id)
        {
            _heads.Add(head);
        }
        else
        {
            _heads.Insert(PlaceOf(head.Id), head);
        }
    }

    public LaneHead TakeFirst()
    {
        var head = _heads[_first];
        _heads[_first++] = null!;
        if (_first == _heads.Count)
        {
            _heads.Clear();
            _first = 0;
        }
        else if (_first > Slack && _first > _heads.Count / 2)
        {
            _heads.RemoveRange(0, _first);
            _first = 0;
        }

        return head;
    }

    public LaneHead TakeLast()
    {
        var head = _heads[^1];
        _heads.RemoveAt(_heads.Count - 1);
        return head;
    }

    /// <summary>Null: it is not there.</summary>
    public LaneHead? Remove(long id)
    {
        var place = PlaceOf(id);
        if (place == _heads.Count || _heads[place].Id != id)
        {
            return null;
        }

        var head = _heads[place];
        _heads.RemoveAt(place);
        return head;
    }

    /// <summary>How many have lower ids.</summary>
    public int Before(long id) => PlaceOf(id) - _first;

    private int PlaceOf(long id)
    {
        var (low, high) = (_first, _heads.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _heads[middle].Id < id ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
