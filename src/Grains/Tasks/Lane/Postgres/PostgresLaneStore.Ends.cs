using Npgsql;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class PostgresLaneStore
{
    public async Task<IReadOnlyList<LaneEnded>> FailAsync(
        IReadOnlyList<TaskFailure> failures, LaneDecide decide, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        failures.Count == 0 ? [] : await _failures.SubmitAsync(new LaneFailures(failures, decide, now), cancellationToken);

    public async Task<LaneSweep> SweepAsync(LaneDecide decide, DateTimeOffset now, int limit, CancellationToken cancellationToken = default)
    {
        await _history.PrepareAsync(now);
        return (await _database.TransactAsync(connection => LaneSweeps.SweepAsync(connection, decide, now, limit)))!;
    }

    /// <summary>Those of one caller in a transaction of their own: its rule decides.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<LaneEnded>>> FailAsync(IReadOnlyList<LaneFailures> requests)
    {
        await _history.PrepareAsync(requests.Max(request => request.Now));
        return (await _database.TransactAsync<IReadOnlyList<IReadOnlyList<LaneEnded>>>(async connection =>
        {
            var answers = new List<IReadOnlyList<LaneEnded>>();
            foreach (var request in requests)
            {
                answers.Add(await FailAsync(connection, request));
            }

            return answers;
        }))!;
    }

    private static async Task<IReadOnlyList<LaneEnded>> FailAsync(NpgsqlConnection connection, LaneFailures request)
    {
        var changes = new LaneChanges(connection, request.Now);
        await changes.LockAsync(request.Tasks.Select(failure => failure.LeaseNumber), request.Tasks.Select(failure => failure.Id));
        var ended = request.Tasks.Select(failure => Fail(changes, failure, request)).ToList();
        await changes.WriteAsync();
        var missing = Enumerable.Range(0, ended.Count).Where(place => ended[place] is null).ToList();
        if (missing.Count > 0)
        {
            var fates = await LaneFates.ReadAsync(
                connection, missing.ConvertAll(place => (request.Tasks[place].Id, request.Tasks[place].LeaseNumber)));
            for (var i = 0; i < missing.Count; i++)
            {
                ended[missing[i]] = fates[i].Ended == AttemptOutcome.Failed
                    ? new LaneEnded(TaskOutcome.Ok, Status: fates[i].Left, NotBefore: fates[i].LeftUntil)
                    : new LaneEnded(fates[i].Refusal, Status: fates[i].Status);
            }
        }

        return [.. ended.Select(end => end!.Value)];
    }

    private static LaneEnded? Fail(LaneChanges changes, TaskFailure failure, LaneFailures request)
    {
        if (changes.Held(failure.LeaseNumber, failure.Id) is not { } part || changes.Task(failure.Id) is not { } task)
        {
            return null;
        }

        var end = AttemptEnding.EndOf(failure);
        var verdict = changes.EndAttempt(task, part, end, failure.Error, failure.RetryAfter, request.Decide);
        if (end != LaneEnd.Released)
        {
            changes.Events.Add(task.Queue, LaneEvent.Seen, LaneSql.Of(request.Now), part.Worker, AttemptOutcome.Failed);
        }

        return new LaneEnded(TaskOutcome.Ok, task.Queue, task.Rank, task.GroupKey, verdict.Status, verdict.NotBefore, task.Owner, part.Worker, task.Trace);
    }

    private sealed record LaneFailures(IReadOnlyList<TaskFailure> Tasks, LaneDecide Decide, DateTimeOffset Now);
}
