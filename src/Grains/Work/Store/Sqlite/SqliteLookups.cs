using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

/// <summary>
/// Lookups on a connection of their own with statements compiled once: to compile one takes longer than to run it. All of a
/// batch are in one read transaction, because the connection's cache is void whenever the writer has committed.
/// </summary>
internal sealed class SqliteLookups : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _end;
    private readonly SqliteStatement _row;
    private readonly SqliteStatement _part;
    private readonly SqliteStatement _key;
    private readonly SqliteStatement _record;

    public SqliteLookups(string path)
    {
        _connection = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
        _begin = new(_connection, "begin");
        _end = new(_connection, "rollback");
        _row = new(_connection, $"select {WorkColumns.WithBody} from work_item w where w.id = $1", 1);
        _part = new(_connection, "select data from work_part where item_id = $1 and name = $2", 2);
        _key = new(_connection, "select id from work_item where queue = $1 and unique_key is not null and unique_key = $2", 2);
        _record = new(_connection, "select data from work_record where space = $1 and key = $2", 2);
    }

    /// <summary>One answer per lookup, in order. For one caller at a time; it blocks its thread.</summary>
    public IReadOnlyList<object?> Read(IReadOnlyList<Lookup> lookups)
    {
        _begin.Run();
        try
        {
            var answers = new object?[lookups.Count];
            for (var i = 0; i < answers.Length; i++)
            {
                answers[i] = lookups[i] switch
                {
                    Lookup.OfRow row => Row(row.Id),
                    Lookup.OfItem item => new StoredItem(Row(item.Id), Parts(item.Id, item.Names)),
                    Lookup.OfParts parts => Parts(parts.Id, parts.Names),
                    Lookup.OfKey key => Key(key),
                    Lookup.OfRecord record => Record(record),
                    _ => throw new ArgumentOutOfRangeException(nameof(lookups)),
                };
            }

            return answers;
        }
        finally
        {
            _end.Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _end, _row, _part, _key, _record])
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private WorkRow? Row(long id)
    {
        using var record = _row.Read(id);
        return record.Read() ? WorkColumns.Read(record) : null;
    }

    private Dictionary<string, byte[]> Parts(long id, IReadOnlyList<string> names)
    {
        var found = new Dictionary<string, byte[]>(names.Count);
        foreach (var name in names)
        {
            using var record = _part.Read(id, name);
            if (record.Read())
            {
                found[name] = record.GetFieldValue<byte[]>(0);
            }
        }

        return found;
    }

    private byte[]? Record(Lookup.OfRecord lookup)
    {
        using var record = _record.Read(lookup.Space, lookup.Key);
        return record.Read() ? record.GetFieldValue<byte[]>(0) : null;
    }

    private long? Key(Lookup.OfKey key)
    {
        using var record = _key.Read(key.Queue, key.UniqueKey);
        return record.Read() ? record.GetInt64(0) : null;
    }
}
