using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>Lookups of all kinds in one round trip, with one statement a kind.</summary>
internal sealed class PostgresLookups(IReadOnlyList<Lookup> lookups)
{
    private static readonly string Rows = $"select {WorkColumns.WithBody} from work_item w where w.id = any($1)";

    private const string Parts =
        """
        select p.item_id, p.name, p.data from unnest($1::bigint[], $2::text[]) as u (id, name)
        join work_part p on p.item_id = u.id and p.name = u.name
        """;

    private const string Keys =
        """
        select u.place, w.id from unnest($1::int[], $2::text[], $3::text[]) as u (place, queue, unique_key)
        join work_item w on w.queue = u.queue and w.unique_key = u.unique_key and w.unique_key is not null
        """;

    private const string Records =
        """
        select u.place, r.data from unnest($1::int[], $2::text[], $3::text[]) as u (place, space, key)
        join work_record r on r.space = u.space and r.key = u.key
        """;

    private readonly Dictionary<long, WorkRow> _rows = [];
    private readonly Dictionary<(long Id, string Name), byte[]> _parts = [];
    private readonly Dictionary<int, long> _keys = [];
    private readonly Dictionary<int, byte[]> _records = [];

    /// <summary>One answer per lookup, in order.</summary>
    public async Task<IReadOnlyList<object?>> ReadAsync(NpgsqlConnection connection)
    {
        await using var batch = new NpgsqlBatch(connection);
        var readings = new Queue<Action<NpgsqlDataReader>>();

        // Each statement sees what is committed when it begins: rows first, or a part could be older than its row.
        AddRows(batch, readings);
        AddParts(batch, readings);
        AddKeys(batch, readings);
        AddRecords(batch, readings);

        if (readings.Count > 0)
        {
            await ReadAsync(batch, readings);
        }

        return [.. lookups.Select(Answer)];
    }

    private static async Task ReadAsync(NpgsqlBatch batch, Queue<Action<NpgsqlDataReader>> readings)
    {
        await using var record = await batch.ExecuteReaderAsync();
        do
        {
            var read = readings.Dequeue();
            while (await record.ReadAsync())
            {
                read(record);
            }
        }
        while (await record.NextResultAsync());
    }

    private object? Answer(Lookup lookup, int place) => lookup switch
    {
        Lookup.OfRow row => _rows.GetValueOrDefault(row.Id),
        Lookup.OfItem item => new StoredItem(_rows.GetValueOrDefault(item.Id), PartsOf(item.Id, item.Names)),
        Lookup.OfParts parts => PartsOf(parts.Id, parts.Names),
        Lookup.OfKey => _keys.TryGetValue(place, out var id) ? id : null,
        Lookup.OfRecord => _records.GetValueOrDefault(place),
        _ => throw new ArgumentOutOfRangeException(nameof(lookup)),
    };

    private Dictionary<string, byte[]> PartsOf(long id, IReadOnlyList<string> names) =>
        names.Where(name => _parts.ContainsKey((id, name))).Distinct().ToDictionary(name => name, name => _parts[(id, name)]);

    private void AddRows(NpgsqlBatch batch, Queue<Action<NpgsqlDataReader>> readings)
    {
        var wanted = lookups.OfType<Lookup.OfRow>().Select(row => row.Id).Concat(lookups.OfType<Lookup.OfItem>().Select(item => item.Id));
        if (wanted.Distinct().ToArray() is { Length: > 0 } ids)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(Rows, ids));
            readings.Enqueue(record =>
            {
                var row = WorkColumns.Read(record);
                _rows.Add(row.Id, row);
            });
        }
    }

    private void AddParts(NpgsqlBatch batch, Queue<Action<NpgsqlDataReader>> readings)
    {
        var wanted = lookups.OfType<Lookup.OfParts>().SelectMany(parts => parts.Names.Select(name => (parts.Id, Name: name)))
            .Concat(lookups.OfType<Lookup.OfItem>().SelectMany(item => item.Names.Select(name => (item.Id, Name: name))))
            .Distinct().ToList();
        if (wanted.Count > 0)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(
                Parts, wanted.Select(part => part.Id).ToArray(), wanted.Select(part => part.Name).ToArray()));
            readings.Enqueue(record => _parts.Add((record.GetInt64(0), record.GetString(1)), record.GetFieldValue<byte[]>(2)));
        }
    }

    private void AddKeys(NpgsqlBatch batch, Queue<Action<NpgsqlDataReader>> readings)
    {
        var wanted = lookups.Index().Where(lookup => lookup.Item is Lookup.OfKey)
            .Select(lookup => (Place: lookup.Index, Key: (Lookup.OfKey)lookup.Item)).ToList();
        if (wanted.Count > 0)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(
                Keys,
                wanted.Select(key => key.Place).ToArray(),
                wanted.Select(key => key.Key.Queue).ToArray(),
                wanted.Select(key => key.Key.UniqueKey).ToArray()));
            readings.Enqueue(record => _keys.Add(record.GetInt32(0), record.GetInt64(1)));
        }
    }

    private void AddRecords(NpgsqlBatch batch, Queue<Action<NpgsqlDataReader>> readings)
    {
        var wanted = lookups.Index().Where(lookup => lookup.Item is Lookup.OfRecord)
            .Select(lookup => (Place: lookup.Index, Key: (Lookup.OfRecord)lookup.Item)).ToList();
        if (wanted.Count > 0)
        {
            batch.BatchCommands.Add(PostgresWriteTransaction.Command(
                Records,
                wanted.Select(record => record.Place).ToArray(),
                wanted.Select(record => record.Key.Space).ToArray(),
                wanted.Select(record => record.Key.Key).ToArray()));
            readings.Enqueue(record => _records.Add(record.GetInt32(0), record.GetFieldValue<byte[]>(1)));
        }
    }
}
