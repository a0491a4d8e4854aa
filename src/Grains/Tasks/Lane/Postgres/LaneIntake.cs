using Npgsql;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Tasks.Lane.Postgres;

/// <param name="Claim">Of some of the tasks; null: none is leased.</param>
internal sealed record LaneNew(IReadOnlyList<LaneTask> Tasks, LaneClaim? Claim = null);

/// <summary>New tasks of several callers, in one round trip.</summary>
internal sealed class LaneIntake
{
    private readonly List<LaneTask> _plain = [];
    private readonly List<LaneTask> _rich = [];

    /// <summary>Who asks for a key first; later ones of the same batch are its duplicates.</summary>
    private readonly SortedDictionary<(int Queue, string Key), long> _keys = new(Comparer<(int Queue, string Key)>.Create(Compare));
    private readonly IReadOnlyList<LaneNew> _requests;
    private readonly List<LaneClaim> _claims;

    public LaneIntake(IReadOnlyList<LaneNew> requests)
    {
        _requests = requests;
        _claims = [.. requests.Select(request => request.Claim).OfType<LaneClaim>()];
        foreach (var request in requests)
        {
            foreach (var task in request.Tasks)
            {
                Add(task);
            }
        }
    }

    /// <summary>One answer for each request, in order.</summary>
    public async Task<IReadOnlyList<LaneStored>> StoreAsync(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (_claims.Count > 0)
        {
            batch.BatchCommands.Add(LaneClaims.Share(_claims));
        }

        if (_plain.Count > 0)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(LaneIntakeSql.Plain, Common(_plain)));
            batch.BatchCommands.Add(Created().Command());
        }

        if (_keys.Count > 0)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(
                LaneIntakeSql.Keys,
                _keys.Keys.Select(key => key.Queue).ToArray(),
                _keys.Keys.Select(key => key.Key).ToArray(),
                _keys.Values.ToArray(),
                _rich.Max(task => task.CreatedAt).ToUnixTimeMilliseconds()));
        }

        if (_rich.Count > 0)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(LaneIntakeSql.Rich, [.. Common(_rich), .. Rare(_rich)]));
        }

        if (_claims.Count > 0)
        {
            batch.BatchCommands.Add(LaneClaims.Store(_claims));
        }

        return await RunAsync(batch);
    }

    private void Add(LaneTask task)
    {
        if (IsPlain(task.Task))
        {
            _plain.Add(task);
            return;
        }

        if (task.Task.UniqueKey is not { } key || _keys.TryAdd((task.Queue, key), task.Id))
        {
            _rich.Add(task);
        }
    }

    private async Task<IReadOnlyList<LaneStored>> RunAsync(NpgsqlBatch batch)
    {
        var owners = new Dictionary<(int, string), long>();
        IReadOnlyList<LaneClaimed?> claimed = [];
        if (_keys.Count == 0 && _claims.Count == 0)
        {
            await batch.ExecuteNonQueryAsync();
            return Answer(owners, claimed);
        }

        // Of the locks, of the keys, and of the leases: those of them that there are.
        await using var record = await batch.ExecuteReaderAsync();
        if (_claims.Count > 0)
        {
            await record.NextResultAsync();
        }

        if (_keys.Count > 0)
        {
            while (await record.ReadAsync())
            {
                owners[(record.GetInt32(0), record.GetString(1))] = record.GetInt64(2);
            }

            await record.NextResultAsync();
        }

        claimed = _claims.Count > 0 ? await LaneClaims.ReadAsync(record, _claims.Count) : claimed;
        await record.NextResultAsync();
        return Answer(owners, claimed);
    }

    private List<LaneStored> Answer(Dictionary<(int Queue, string Key), long> owners, IReadOnlyList<LaneClaimed?> claimed)
    {
        var claims = 0;
        return [.. _requests.Select(request => new LaneStored(
            [.. request.Tasks.Select(task => Answer(task, owners))], request.Claim is null ? null : claimed[claims++]))];
    }

    private static LaneSubmitted Answer(LaneTask task, Dictionary<(int Queue, string Key), long> owners) =>
        task.Task.UniqueKey is { } key && owners[(task.Queue, key)] is var owner && owner != task.Id
            ? new LaneSubmitted(owner, Existing: true)
            : new LaneSubmitted(task.Id, Existing: false);

    private LaneEvents Created()
    {
        var events = new LaneEvents();
        foreach (var task in _plain)
        {
            events.Add(task.Queue, LaneEvent.Created, task.CreatedAt.ToUnixTimeMilliseconds());
        }

        return events;
    }

    private static bool IsPlain(NewTask task) =>
        task is { NotBefore: null, UniqueKey: null, UniqueUntil: null, MaxAttempts: null, Timeout: null, Deadline: null, Owner: null, Trace: null }
        && task.Tags.Count == 0;

    private static object[] Common(List<LaneTask> tasks)
    {
        var count = tasks.Count;
        var (ids, queues, ranks, groups) = (new long[count], new int[count], new short[count], new string[count]);
        var (created, names, payloads) = (new long[count], new string?[count], new byte[count][]);
        for (var i = 0; i < count; i++)
        {
            var task = tasks[i];
            ids[i] = task.Id;
            queues[i] = task.Queue;
            ranks[i] = task.Rank;
            groups[i] = task.Task.GroupKey;
            created[i] = task.CreatedAt.ToUnixTimeMilliseconds();
            names[i] = task.Task.Name;
            payloads[i] = task.Task.Payload;
        }

        return [ids, queues, ranks, groups, created, names, payloads];
    }

    private static object[] Rare(List<LaneTask> tasks) =>
    [
        tasks.Select(task => LaneSql.Of(task.Task.NotBefore > task.CreatedAt ? task.Task.NotBefore : null)).ToArray(),
        tasks.Select(task => LaneSql.Of(task.Task.Deadline)).ToArray(),
        tasks.Select(task => LaneSql.Of(task.Task.UniqueUntil)).ToArray(),
        tasks.Select(task => LaneSql.Of(task.Task.Timeout)).ToArray(),
        tasks.Select(task => task.Task.MaxAttempts).ToArray(),
        tasks.Select(task => task.Task.Owner).ToArray(),
        tasks.Select(task => task.Task.UniqueKey).ToArray(),
        tasks.Select(task => TextArray(task.Task.Tags)).ToArray(),
        tasks.Select(task => task.Task.Trace).ToArray(),
    ];

    /// <summary>As PostgreSQL writes an array, since arrays of arrays must be of one length. Null: none.</summary>
    private static string? TextArray(IReadOnlyList<string> words) => words.Count == 0
        ? null
        : "{" + string.Join(',', words.Select(word => '"' + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"')) + "}";

    private static int Compare((int Queue, string Key) x, (int Queue, string Key) y) =>
        x.Queue != y.Queue ? x.Queue.CompareTo(y.Queue) : string.CompareOrdinal(x.Key, y.Key);
}
