using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

/// <summary>What a transaction does to the numbers of one worker in one queue; times are unix milliseconds.</summary>
internal readonly record struct LaneWorkerSum(long FirstSeen, long LastSeen, int Held, int Completed, int Failed, int Expired);

/// <summary>What one transaction does to the sums that are kept with the tasks, merged so that each is written once.</summary>
internal sealed class LaneSums
{
    private readonly SortedDictionary<(int Queue, int Status), long> _totals = [];
    private readonly SortedDictionary<(int Queue, long Minute, string Event), long> _rates = [];
    private readonly SortedDictionary<(int Queue, string Worker), LaneWorkerSum> _workers = new(Comparer<(int Queue, string Worker)>.Create(
        (x, y) => x.Queue != y.Queue ? x.Queue.CompareTo(y.Queue) : string.CompareOrdinal(x.Worker, y.Worker)));

    public IEnumerable<KeyValuePair<(int Queue, int Status), long>> Totals => _totals.Where(total => total.Value != 0);

    /// <summary>Minutes are unix milliseconds.</summary>
    public IEnumerable<KeyValuePair<(int Queue, long Minute, string Event), long>> Rates => _rates;

    public IEnumerable<KeyValuePair<(int Queue, string Worker), LaneWorkerSum>> Workers => _workers;

    /// <param name="from">Null: they come to the queue.</param>
    /// <param name="to">Null: they leave it.</param>
    public void Move(int queue, WorkStatus? from, WorkStatus? to, int count = 1)
    {
        Add(queue, from, -count);
        Add(queue, to, count);
    }

    /// <param name="what">A word of <see cref="RatePoint"/>.</param>
    public void Count(int queue, string what, DateTimeOffset at, int count = 1)
    {
        var minute = at.ToUnixTimeMilliseconds() / 60_000 * 60_000;
        _rates[(queue, minute, what)] = _rates.GetValueOrDefault((queue, minute, what)) + count;
    }

    /// <param name="seen">The worker's sign of life.</param>
    public void Worker(int queue, string worker, DateTimeOffset seen, int held = 0, int completed = 0, int failed = 0, int expired = 0)
    {
        var at = seen.ToUnixTimeMilliseconds();
        var sum = _workers.TryGetValue((queue, worker), out var known) ? known : new LaneWorkerSum(at, at, 0, 0, 0, 0);
        _workers[(queue, worker)] = new LaneWorkerSum(
            Math.Min(sum.FirstSeen, at),
            Math.Max(sum.LastSeen, at),
            sum.Held + held,
            sum.Completed + completed,
            sum.Failed + failed,
            sum.Expired + expired);
    }

    private void Add(int queue, WorkStatus? status, int count)
    {
        if (status is { } known)
        {
            _totals[(queue, (int)known)] = _totals.GetValueOrDefault((queue, (int)known)) + count;
        }
    }
}
