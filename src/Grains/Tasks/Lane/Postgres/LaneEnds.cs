using Npgsql;
using Switchyard.Work;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <param name="Now">When they end.</param>
internal sealed record LaneCompletions(IReadOnlyList<TaskCompletion> Tasks, DateTimeOffset Now);

/// <summary>Completions of several callers, in one round trip; those that were not accepted are asked about in a second one.</summary>
internal static class LaneEnds
{
    /// <summary>One list for each request, in order.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<LaneEnded>>> StoreAsync(
        NpgsqlConnection connection, IReadOnlyList<LaneCompletions> requests)
    {
        var tasks = requests is [var alone] ? alone.Tasks : [.. requests.SelectMany(request => request.Tasks)];
        var now = requests.Max(request => request.Now);
        var ended = new LaneEnded?[tasks.Count];
        var accepted = await StoreAsync(connection, tasks, now, ended);
        if (accepted < tasks.Count)
        {
            await ExplainAsync(connection, tasks, ended);
        }

        var answers = new IReadOnlyList<LaneEnded>[requests.Count];
        var first = 0;
        for (var i = 0; i < answers.Length; i++)
        {
            var count = requests[i].Tasks.Count;
            answers[i] = [.. ended.AsSpan(first, count).ToArray().Select(end => end!.Value)];
            first += count;
        }

        return answers;
    }

    private static async Task<int> StoreAsync(
        NpgsqlConnection connection, IReadOnlyList<TaskCompletion> tasks, DateTimeOffset now, LaneEnded?[] ended)
    {
        var (ids, numbers, results) = (new long[tasks.Count], new long[tasks.Count], new byte[]?[tasks.Count]);
        var leases = new SortedSet<long>();
        var named = new HashSet<(long, long)>(tasks.Count);
        for (var i = 0; i < ids.Length; i++)
        {
            var task = tasks[i];
            (ids[i], numbers[i], results[i]) = (task.Id, task.LeaseNumber, task.Result);
            if (!named.Add((task.Id, task.LeaseNumber)))
            {
                // No task has this id: the first who names it ends it.
                ids[i] = 0;
            }

            if (i == 0 || numbers[i] != numbers[i - 1])
            {
                leases.Add(task.LeaseNumber);
            }
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                PostgresWriteTransaction.Command(LaneEndSql.Complete, ids, numbers, results, leases.ToArray(), now.ToUnixTimeMilliseconds()),
            },
        };
        var accepted = 0;
        await using var record = await batch.ExecuteReaderAsync();
        while (await record.ReadAsync())
        {
            ended[(int)record.GetInt64(0) - 1] = new LaneEnded(
                TaskOutcome.Ok,
                record.GetInt32(1),
                record.GetInt16(2),
                record.GetString(3),
                WorkStatus.Completed,
                Owner: record.Text(4),
                Worker: record.GetString(5),
                Trace: record.Bytes(6));
            accepted++;
        }

        return accepted;
    }

    private static async Task ExplainAsync(NpgsqlConnection connection, IReadOnlyList<TaskCompletion> tasks, LaneEnded?[] ended)
    {
        var missing = Enumerable.Range(0, ended.Length).Where(place => ended[place] is null).ToList();
        var fates = await LaneFates.ReadAsync(connection, missing.ConvertAll(place => (tasks[place].Id, tasks[place].LeaseNumber)));
        for (var i = 0; i < missing.Count; i++)
        {
            ended[missing[i]] = new LaneEnded(fates[i].IsCompleted ? TaskOutcome.Ok : fates[i].Refusal, Status: fates[i].Status);
        }
    }
}
