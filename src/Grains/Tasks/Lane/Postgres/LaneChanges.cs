using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>
/// What one transaction does to single tasks, for all that is not the common way. First it locks: rows of leases in the order of their
/// numbers, then those of tasks in the order of their ids, as everybody does. Then each task is decided on, and what follows is written
/// set by set.
/// </summary>
internal sealed partial class LaneChanges(NpgsqlConnection connection, DateTimeOffset now)
{
    /// <summary>Of a task's attempts, the last ones are kept.</summary>
    private const int Attempts = 100;

    private readonly List<LanePart> _parts = [];
    private readonly Dictionary<(long Number, long Id), LanePart> _held = [];
    private readonly Dictionary<long, LanePart> _out = [];
    private readonly Dictionary<long, WaitingTask> _tasks = [];

    public LaneEvents Events { get; } = new();

    public IReadOnlyList<LanePart> Parts => _parts;

    /// <summary>Locks leases, and then tasks: those that are named and those that the leases hold.</summary>
    /// <param name="all">Whether all tasks of the leases are looked at.</param>
    public async Task LockAsync(IEnumerable<(long Number, int Part)> parts, IEnumerable<long> ids, bool all)
    {
        var list = parts.Distinct().Order().ToList();
        await KeepAsync(PostgresWriteTransaction.Command(
            LaneChangeSql.LockParts, list.Select(part => part.Number).ToArray(), list.Select(part => part.Part).ToArray()));
        await LockTasksAsync(all ? ids.Concat(_parts.SelectMany(part => part.Ids)) : ids);
    }

    /// <summary>The same by the numbers of leases.</summary>
    public async Task LockAsync(IEnumerable<long> numbers, IEnumerable<long> ids)
    {
        await KeepAsync(PostgresWriteTransaction.Command(LaneChangeSql.LockLeases, numbers.Distinct().ToArray()));
        await LockTasksAsync(ids);
    }

    /// <summary>The same for tasks, whoever has them.</summary>
    public async Task LockAsync(IReadOnlyList<long> ids) => await LockAsync(await HoldersAsync(connection, ids), ids, all: false);

    /// <summary>Which rows of leases have these tasks.</summary>
    public static async Task<IReadOnlyList<(long Number, int Part)>> HoldersAsync(NpgsqlConnection connection, IReadOnlyList<long> ids) =>
        ids.Count == 0 ? [] : await LaneRead.ListAsync(connection, LaneChangeSql.Holders, record => (record.GetInt64(0), record.GetInt32(1)), ids.ToArray());

    /// <summary>The lease that holds a task; null: it is not held under that number.</summary>
    public LanePart? Held(long number, long id) => _held.GetValueOrDefault((number, id));

    /// <summary>The lease that holds a task, whatever its number.</summary>
    public LanePart? Held(long id) => _out.GetValueOrDefault(id);

    public WaitingTask? Task(long id) => _tasks.GetValueOrDefault(id);

    /// <summary>An attempt is over that brought no result: the rule says what becomes of the task.</summary>
    public LaneVerdict EndAttempt(WaitingTask task, LanePart part, LaneEnd end, string? error, TimeSpan? retryAfter, LaneDecide decide)
    {
        var ending = AttemptEnding.Of(
            (task.Id, task.Queue, task.MaxAttempts, task.Deadline), task.Attempts, task.BudgetFrom, task.Lost, part.Worker, end, (error, retryAfter), decide, now);
        if (ending.Verdict.Status != WorkStatus.Queued)
        {
            End(task, part, ending.Verdict.Status, ending.Outcome, ending.Error);
        }
        else
        {
            PutBack(task, part, ending);
        }

        return ending.Verdict;
    }

    /// <summary>Moves a task to the history.</summary>
    /// <param name="part">The lease that holds it; null: none.</param>
    public void End(WaitingTask task, LanePart? part, WorkStatus status, AttemptOutcome outcome, string? error)
    {
        _ends.Add((task, part, status, error));
        _tasks.Remove(task.Id);
        Events.Add(task.Queue, (short)status, LaneSql.Of(now));
        if (part is not null)
        {
            Release(part, task.Id);
            AddAttempt(task, part, outcome, error, status, null);
        }
    }

    /// <summary>Takes a task out of a lease.</summary>
    public void Release(LanePart part, long id)
    {
        part.Ids.Remove(id);
        _held.Remove((part.Number, id));
        _out.Remove(id);
    }

    private void PutBack(WaitingTask task, LanePart part, AttemptEnding ending)
    {
        _returns.Add((task, part, ending));
        _tasks.Remove(task.Id);
        Events.Add(task.Queue, LaneEvent.Requeued, LaneSql.Of(now));
        Release(part, task.Id);
        AddAttempt(task, part, ending.Outcome, ending.Error, ending.Verdict.Status, ending.Verdict.NotBefore);
    }

    private void AddAttempt(WaitingTask task, LanePart part, AttemptOutcome outcome, string? error, WorkStatus left, DateTimeOffset? until)
    {
        _attempts.Add((task.Id, part, outcome, error, left, until));
        if (task.Attempts >= Attempts)
        {
            _trims.Add(task.Id);
        }
    }

    private async Task KeepAsync(NpgsqlBatchCommand command)
    {
        foreach (var part in await LaneRead.ListAsync(connection, command, LanePart.Read))
        {
            _parts.Add(part);
            foreach (var id in part.Ids)
            {
                _held[(part.Number, id)] = part;
                _out[id] = part;
            }
        }
    }

    private async Task LockTasksAsync(IEnumerable<long> ids)
    {
        foreach (var task in await LaneRead.ListAsync(connection, LaneChangeSql.LockTasks, WaitingTask.Read, ids.Distinct().Order().ToArray()))
        {
            _tasks[task.Id] = task;
        }
    }
}
