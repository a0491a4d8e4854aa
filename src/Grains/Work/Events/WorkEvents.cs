namespace Switchyard.Work.Events;

/// <summary>
/// Where a silo says what happened to items, after the commit and before anybody is answered. While nobody listens anywhere, that
/// costs one look at a flag.
/// </summary>
public sealed class WorkEvents
{
    /// <summary>What is not told by then is given up, and listeners are told that they missed something.</summary>
    internal const int Most = 100_000;

    private readonly Lock _gate = new();
    private List<WorkEvent> _waiting = [];
    private bool _hasGap;

    // On until the hub says otherwise: what happens on a new node before its first word with the hub is told, too.
    private volatile bool _isOn = true;

    /// <summary>Whether anybody listens; to be asked before an event is made.</summary>
    public bool IsOn => _isOn;

    /// <summary>How many events wait to be told.</summary>
    internal int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Says what happened. Returns at once, and never fails.</summary>
    public void Publish(WorkEvent happened)
    {
        if (!_isOn)
        {
            return;
        }

        lock (_gate)
        {
            // Asked again: it may have been turned off meanwhile, and then nobody empties this.
            if (!_isOn)
            {
                return;
            }

            if (_waiting.Count < Most)
            {
                _waiting.Add(happened);
            }
            else
            {
                _hasGap = true;
            }
        }
    }

    /// <summary>The oldest of what waits, at most so many, and whether some were given up before.</summary>
    internal (IReadOnlyList<WorkEvent> Events, bool HasGap) Take(int most)
    {
        lock (_gate)
        {
            var taken = _waiting;
            if (taken.Count <= most)
            {
                _waiting = [];
            }
            else
            {
                _waiting = taken[most..];
                taken.RemoveRange(most, taken.Count - most);
            }

            var hadGap = _hasGap;
            _hasGap = false;
            return (taken, hadGap);
        }
    }

    internal void Turn(bool on)
    {
        lock (_gate)
        {
            _isOn = on;
            if (!on)
            {
                _waiting = [];
                _hasGap = false;
            }
        }
    }
}
