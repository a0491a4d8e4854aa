using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

/// <summary>A task of the model: where it is and all that acts on it go by.</summary>
/// <param name="Lease">Of its newest lease; 0: none.</param>
/// <param name="ExpiresAt">While it is out.</param>
/// <param name="Until">While it is out, if its attempt has an end.</param>
internal sealed record ModelTask(
    int Queue,
    short Rank,
    string GroupKey,
    string? UniqueKey,
    DateTimeOffset? UniqueUntil,
    WorkStatus Status,
    int Attempts,
    int BudgetFrom,
    long Lease,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Deadline,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? Until)
{
    public bool IsActive => !Status.IsTerminal();

    public bool Holds(long lease) => Status == WorkStatus.Running && Lease == lease;
}

/// <summary>What a store of the lane does, said as simply as it can be: a dictionary of tasks and the rules of the contract.</summary>
internal sealed class LaneModel
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private const int MaxAttempts = 3;

    private readonly Dictionary<(int Queue, string Key), (long Id, DateTimeOffset? Until)> _keys = [];
    private readonly Dictionary<(long Id, long Lease), (AttemptOutcome How, WorkStatus Left, DateTimeOffset? NotBefore)> _attempts = [];

    public SortedDictionary<long, ModelTask> Tasks { get; } = [];

    public LaneSubmitted Submit(LaneTask task)
    {
        var given = task.Task;
        if (given.UniqueKey is { } key)
        {
            if (HolderOf(task.Queue, key, task.CreatedAt) is { } holder)
            {
                return new(holder, true);
            }

            _keys[(task.Queue, key)] = (task.Id, given.UniqueUntil);
        }

        Tasks[task.Id] = new ModelTask(
            task.Queue, task.Rank, given.GroupKey, given.UniqueKey, given.UniqueUntil, WorkStatus.Queued, 0, 0, 0, given.NotBefore, given.Deadline, null, null);
        return new(task.Id, false);
    }

    public void Claim(LaneClaim claim, long number)
    {
        foreach (var part in claim.Parts)
        {
            foreach (var id in part.Ids)
            {
                if (Tasks.GetValueOrDefault(id) is { Status: WorkStatus.Queued, NotBefore: null } task && task.Queue == claim.Queue)
                {
                    Tasks[id] = task with
                    {
                        Status = WorkStatus.Running,
                        Lease = number,
                        ExpiresAt = Earlier(claim.Now + claim.Lease, part.Until),
                        Until = part.Until,
                    };
                }
            }
        }
    }

    public TaskRenewed Renew(long id, long lease, DateTimeOffset now)
    {
        if (Tasks.GetValueOrDefault(id) is not { } task || !task.Holds(lease))
        {
            return new(Refusal(id, lease));
        }

        if (task.Until <= now)
        {
            return new(TaskOutcome.Stale);
        }

        Tasks[id] = task with { ExpiresAt = Earlier(now + Lease, task.Until) };
        return new(TaskOutcome.Ok, Tasks[id].ExpiresAt);
    }

    public LaneEnded Complete(long id, long lease)
    {
        if (Tasks.GetValueOrDefault(id) is { } task && task.Holds(lease))
        {
            EndAttempt(id, AttemptOutcome.Completed, WorkStatus.Completed, null);
            return new(TaskOutcome.Ok, task.Queue, task.Rank, task.GroupKey, WorkStatus.Completed);
        }

        var done = Tasks.ContainsKey(id) && _attempts.TryGetValue((id, lease), out var attempt) && attempt.How == AttemptOutcome.Completed;
        return new(done ? TaskOutcome.Ok : Refusal(id, lease), Status: Tasks.GetValueOrDefault(id)?.Status);
    }

    public LaneEnded Fail(TaskFailure failure, DateTimeOffset now)
    {
        var (id, lease) = (failure.Id, failure.LeaseNumber);
        if (Tasks.GetValueOrDefault(id) is { } task && task.Holds(lease))
        {
            var (status, notBefore) = Judge(id, failure.Retry ? LaneEnd.Failed : LaneEnd.FailedForGood, failure.RetryAfter, now);
            return new(TaskOutcome.Ok, task.Queue, task.Rank, task.GroupKey, status, notBefore);
        }

        return Tasks.ContainsKey(id) && _attempts.TryGetValue((id, lease), out var attempt) && attempt.How == AttemptOutcome.Failed
            ? new(TaskOutcome.Ok, Status: attempt.Left, NotBefore: attempt.NotBefore)
            : new(Refusal(id, lease), Status: Tasks.GetValueOrDefault(id)?.Status);
    }

    public IReadOnlyList<LaneSwept> Sweep(DateTimeOffset now)
    {
        var changes = new List<LaneSwept>();
        foreach (var (id, task) in Tasks.Where(task => task.Value.IsActive).ToList())
        {
            var lease = task.Status == WorkStatus.Running ? task.Lease : 0;
            if (task.Deadline <= now)
            {
                EndAttempt(id, AttemptOutcome.TimedOut, WorkStatus.TimedOut, null);
            }
            else if (task.ExpiresAt <= now)
            {
                Judge(id, task.Until <= task.ExpiresAt ? LaneEnd.TimedOut : LaneEnd.LeaseLost, null, now);
            }
            else if (task.NotBefore <= now)
            {
                Tasks[id] = task with { NotBefore = null };
            }
            else
            {
                continue;
            }

            changes.Add(new(id, task.Queue, task.Rank, task.GroupKey, lease, Tasks[id].Status, null));
        }

        return changes;
    }

    public ActOutcome Cancel(long id) => Act(id, task => task.IsActive, _ =>
        EndAttempt(id, AttemptOutcome.Cancelled, WorkStatus.Cancelled, null));

    public ActOutcome Retry(long id, DateTimeOffset now) => Act(id, task => !task.IsActive && Takes(id, task, task.Queue, now), task =>
        Tasks[id] = task with
        {
            Status = WorkStatus.Queued,
            BudgetFrom = task.Attempts,
            NotBefore = null,
            Deadline = task.Deadline > now ? task.Deadline : null,
        });

    public ActOutcome Delete(long id) => Act(id, task => !task.IsActive, task =>
    {
        Forget(id, task);
        Tasks.Remove(id);
    });

    public ActOutcome Move(long id, int queue, DateTimeOffset now) =>
        Act(id, task => task.Status == WorkStatus.Queued && Takes(id, task, queue, now), task =>
        {
            if (queue != task.Queue)
            {
                Forget(id, task);
            }

            Tasks[id] = task with { Queue = queue };
        });

    private ActOutcome Act(long id, Func<ModelTask, bool> may, Action<ModelTask> act)
    {
        if (Tasks.GetValueOrDefault(id) is not { } task)
        {
            return ActOutcome.Unknown;
        }

        if (!may(task))
        {
            return ActOutcome.Conflict;
        }

        act(task);
        return ActOutcome.Accepted;
    }

    private (WorkStatus Status, DateTimeOffset? NotBefore) Judge(long id, LaneEnd end, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var task = Tasks[id];
        var again = end != LaneEnd.FailedForGood && task.Attempts + 1 - task.BudgetFrom < MaxAttempts;
        var (how, ended) = end switch
        {
            LaneEnd.LeaseLost => (AttemptOutcome.Expired, WorkStatus.Failed),
            LaneEnd.TimedOut => (AttemptOutcome.TimedOut, WorkStatus.TimedOut),
            _ => (AttemptOutcome.Failed, WorkStatus.Failed),
        };
        EndAttempt(id, how, again ? WorkStatus.Queued : ended, again ? now + retryAfter : null);
        return (Tasks[id].Status, Tasks[id].NotBefore);
    }

    private void EndAttempt(long id, AttemptOutcome how, WorkStatus left, DateTimeOffset? notBefore)
    {
        var task = Tasks[id];
        if (task.Status == WorkStatus.Running)
        {
            _attempts[(id, task.Lease)] = (how, left, notBefore);
            task = task with { Attempts = task.Attempts + 1 };
        }

        Tasks[id] = task with { Status = left, NotBefore = notBefore, ExpiresAt = null, Until = null };
    }

    private TaskOutcome Refusal(long id, long lease) =>
        !Tasks.ContainsKey(id) ? TaskOutcome.Unknown
        : _attempts.TryGetValue((id, lease), out var attempt) && attempt is { How: AttemptOutcome.Cancelled } or { How: AttemptOutcome.TimedOut, Left: WorkStatus.TimedOut }
            ? TaskOutcome.Cancelled
            : TaskOutcome.Stale;

    private long? HolderOf(int queue, string key, DateTimeOffset now) =>
        _keys.TryGetValue((queue, key), out var holder) && (Tasks.GetValueOrDefault(holder.Id) is { IsActive: true } || holder.Until > now)
            ? holder.Id
            : null;

    private bool Takes(long id, ModelTask task, int queue, DateTimeOffset now)
    {
        if (task.UniqueKey is not { } key)
        {
            return true;
        }

        if (HolderOf(queue, key, now) is { } holder && holder != id)
        {
            return false;
        }

        _keys[(queue, key)] = (id, task.UniqueUntil);
        return true;
    }

    private void Forget(long id, ModelTask task)
    {
        if (task.UniqueKey is { } key && _keys.TryGetValue((task.Queue, key), out var holder) && holder.Id == id)
        {
            _keys.Remove((task.Queue, key));
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset time, DateTimeOffset? other) => other < time ? other.Value : time;
}
