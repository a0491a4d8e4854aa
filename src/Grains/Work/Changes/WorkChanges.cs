namespace Switchyard.Work.Changes;

/// <summary>
/// Which topics changed on this silo, and in what order: a number for each, whatever the number of changes. Marking costs a look at a
/// table, so that it may be done for each batch of tasks.
/// </summary>
public sealed class WorkChanges
{
    /// <summary>Beyond this many everything is forgotten, and readers are told that anything may have changed.</summary>
    private const int MostTopics = 10_000;

    private readonly Lock _gate = new();
    private readonly Guid _life = Guid.NewGuid();
    private readonly Dictionary<string, long> _kinds = [];
    private readonly Dictionary<string, long> _queues = [];
    private readonly Dictionary<string, long> _others = [];
    private long _number;
    private long _forgotten;

    /// <summary>Items of a queue changed. Returns at once, and never fails.</summary>
    public void Mark(string kind, string queue)
    {
        lock (_gate)
        {
            _number++;
            _kinds[kind] = _number;
            _queues[queue] = _number;
            ForgetWhenFull();
        }
    }

    /// <summary>Items of a kind changed, and it is not said of which queue.</summary>
    public void MarkKind(string kind)
    {
        lock (_gate)
        {
            _kinds[kind] = ++_number;
        }
    }

    /// <summary>A queue changed.</summary>
    public void MarkQueue(string queue)
    {
        lock (_gate)
        {
            _queues[queue] = ++_number;
            ForgetWhenFull();
        }
    }

    /// <param name="topic">One of <see cref="ChangeTopics"/> that is neither a kind nor a queue.</param>
    public void Mark(string topic)
    {
        lock (_gate)
        {
            _others[topic] = ++_number;
        }
    }

    /// <summary>What changed since a place; null: anything may have.</summary>
    internal (IReadOnlyList<string>? Topics, ChangePlace Place) Read(ChangePlace? since)
    {
        lock (_gate)
        {
            var place = new ChangePlace(_life, _number);
            if (since is not { } known || known.Life != _life || known.Number < _forgotten)
            {
                return (null, place);
            }

            return known.Number == _number
                ? ([], place)
                :
                ([
                    .. Newer(_kinds, known.Number).Select(ChangeTopics.Kind),
                    .. Newer(_queues, known.Number).Select(ChangeTopics.Queue),
                    .. Newer(_others, known.Number),
                ], place);
        }
    }

    private static IEnumerable<string> Newer(Dictionary<string, long> topics, long than) =>
        topics.Where(topic => topic.Value > than).Select(topic => topic.Key);

    private void ForgetWhenFull()
    {
        if (_queues.Count > MostTopics)
        {
            _queues.Clear();
            _forgotten = _number;
        }
    }
}
