using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>What a transaction writes down for the sums: a row for each queue, event and worker, whatever the number of tasks.</summary>
internal sealed class LaneEvents
{
    private readonly Dictionary<(int Queue, short Event, string? Worker, short? Outcome), (long At, long Count)> _events = [];

    public bool IsEmpty => _events.Count == 0;

    /// <param name="worker">Whose sign of life it is; null: nobody's.</param>
    /// <param name="outcome">How its attempt ended, when it has ended.</param>
    public void Add(int queue, short what, long at, string? worker = null, AttemptOutcome? outcome = null, long count = 1)
    {
        var key = (queue, what, worker, (short?)outcome);
        var (before, sum) = _events.GetValueOrDefault(key);
        _events[key] = (Math.Max(before, at), sum + count);
    }

    public NpgsqlBatchCommand Command() => PostgresWriteTransaction.Command(
        LaneIntakeSql.Events,
        _events.Keys.Select(key => key.Queue).ToArray(),
        _events.Values.Select(value => value.At).ToArray(),
        _events.Keys.Select(key => key.Event).ToArray(),
        _events.Keys.Select(key => key.Worker).ToArray(),
        _events.Keys.Select(key => key.Outcome).ToArray(),
        _events.Values.Select(value => value.Count).ToArray());
}
