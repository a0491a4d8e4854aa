using Npgsql;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

internal sealed partial class PostgresLaneStore
{
    public async Task<IReadOnlyList<TaskRenewed>> RenewAsync(
        IReadOnlyList<TaskRenewal> renewals, TimeSpan? lease, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        renewals.Count == 0 ? [] : await _renewals.SubmitAsync(new LaneRenewals(renewals, lease, now), cancellationToken);

    private async Task<IReadOnlyList<IReadOnlyList<TaskRenewed>>> RenewAsync(IReadOnlyList<LaneRenewals> requests) =>
        (await _database.TransactAsync<IReadOnlyList<IReadOnlyList<TaskRenewed>>>(async connection =>
        {
            var changes = new LaneChanges(connection, requests.Max(request => request.Now));
            await changes.LockAsync(requests.SelectMany(request => request.Tasks).Select(renewal => renewal.LeaseNumber), []);
            var renewed = requests.Select(request => request.Tasks.Select(renewal => Renew(changes, renewal, request)).ToList()).ToList();
            foreach (var parts in changes.Parts.Where(part => part.Renewed.Count > 0).ToList())
            {
                Write(changes, parts);
            }

            await changes.WriteAsync();
            await AddNotesAsync(connection, requests, renewed);
            await ExplainAsync(connection, requests, renewed);
            return [.. renewed.Select(request => (IReadOnlyList<TaskRenewed>)[.. request.Select(task => task!.Value)])];
        }))!;

    /// <summary>Null: it is not held under that number.</summary>
    private static TaskRenewed? Renew(LaneChanges changes, TaskRenewal renewal, LaneRenewals request)
    {
        if (changes.Held(renewal.LeaseNumber, renewal.Id) is not { } part)
        {
            return null;
        }

        if (part.Until <= request.Now)
        {
            return new(TaskOutcome.Stale);
        }

        var expiresAt = LaneClaims.Expiry(request.Now + (request.Lease ?? part.Lease), part.Until);
        part.Renewed[renewal.Id] = expiresAt;
        changes.Events.Add(part.Queue, LaneEvent.Seen, LaneSql.Of(request.Now), part.Worker);
        return new(TaskOutcome.Ok, expiresAt);
    }

    /// <summary>A row that is renewed as a whole is changed; of others, what is renewed leaves it.</summary>
    private static void Write(LaneChanges changes, LanePart part)
    {
        var times = part.Renewed.GroupBy(task => task.Value, task => task.Key).ToList();
        if (times is [var all] && part.Renewed.Count == part.Ids.Count)
        {
            part.RenewedTo = all.Key;
            return;
        }

        foreach (var time in times)
        {
            changes.Split(part, time.Key, [.. time]);
        }
    }

    private static async Task AddNotesAsync(NpgsqlConnection connection, IReadOnlyList<LaneRenewals> requests, List<List<TaskRenewed?>> renewed)
    {
        var said = requests
            .SelectMany((request, place) => request.Tasks.Where((_, i) => renewed[place][i] is { Outcome: TaskOutcome.Ok }))
            .Where(renewal => renewal.Progress is not null || renewal.Log is not null)
            .ToList();
        if (said.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                PostgresWriteTransaction.Command(
                    LaneChangeSql.AddNotes,
                    said.Select(renewal => renewal.Id).ToArray(),
                    said.Select(renewal => renewal.LeaseNumber).ToArray(),
                    said.Select(renewal => renewal.Progress).ToArray(),
                    said.Select(renewal => renewal.Log).ToArray()),
            },
        };
        if (said.Where(renewal => renewal.Log is not null).Select(renewal => renewal.Id).Distinct().ToArray() is { Length: > 0 } logs)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(LaneChangeSql.TrimNotes, logs, LaneLog.Longest));
        }

        await batch.ExecuteNonQueryAsync();
    }

    private static async Task ExplainAsync(NpgsqlConnection connection, IReadOnlyList<LaneRenewals> requests, List<List<TaskRenewed?>> renewed)
    {
        var missing = renewed.SelectMany((request, place) => Enumerable.Range(0, request.Count).Select(i => (Place: place, Task: i)))
            .Where(at => renewed[at.Place][at.Task] is null)
            .ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var fates = await LaneFates.ReadAsync(
            connection, missing.ConvertAll(at => (requests[at.Place].Tasks[at.Task].Id, requests[at.Place].Tasks[at.Task].LeaseNumber)));
        for (var i = 0; i < missing.Count; i++)
        {
            renewed[missing[i].Place][missing[i].Task] = new(fates[i].Refusal);
        }
    }

    /// <param name="Lease">From <paramref name="Now"/>; null: as long as the claim asked for.</param>
    private sealed record LaneRenewals(IReadOnlyList<TaskRenewal> Tasks, TimeSpan? Lease, DateTimeOffset Now);
}
