using System.Data.Common;

namespace Switchyard.Work.Store;

/// <summary>How a value of a row is kept in a column.</summary>
/// <param name="Postgres">PostgreSQL's type of the values that are sent.</param>
/// <param name="Store">What is sent for a value; null for a null column.</param>
/// <param name="Read">The value in a record, by its ordinal.</param>
internal sealed record ColumnType<T, TStored>(string Postgres, Func<T, TStored> Store, Func<DbDataReader, int, T> Read);

/// <summary>One column of <c>work_item</c>: all that the statements of both databases and their readers need to know of it.</summary>
internal abstract class WorkColumn(string name, string type)
{
    public string Name { get; } = name;

    /// <summary>PostgreSQL's type of the values that are sent.</summary>
    public string Type { get; } = type;

    /// <summary>PostgreSQL's type of the column, where a value that is sent does not become it by itself.</summary>
    public string? CastTo { get; init; }

    /// <summary>A large value, which lists leave out; null is sent when it is the very same as before, and means: as it is.</summary>
    public bool IsLarge { get; init; }

    /// <summary>Whether the row is told by it; else it is there for the database alone.</summary>
    public abstract bool IsRead { get; }

    /// <summary>What a write puts there.</summary>
    public abstract object? ValueOf(WorkWrite write);

    /// <summary>What writes put there, as an array of the type that is sent.</summary>
    public abstract Array ValuesOf(IReadOnlyList<WorkWrite> writes);

    /// <summary>Sets the row's value to the record's.</summary>
    public abstract void Read(DbDataReader record, int ordinal, WorkRow row);
}

/// <param name="value">What a write puts there.</param>
/// <param name="set">Null: it is not read.</param>
internal sealed class WorkColumn<T, TStored>(
    string name, ColumnType<T, TStored> type, Func<WorkWrite, TStored> value, Action<WorkRow, T>? set) : WorkColumn(name, type.Postgres)
{
    public override bool IsRead => set is not null;

    public override object? ValueOf(WorkWrite write) => value(write);

    public override Array ValuesOf(IReadOnlyList<WorkWrite> writes)
    {
        var values = new TStored[writes.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(writes[i]);
        }

        return values;
    }

    public override void Read(DbDataReader record, int ordinal, WorkRow row) => set!(row, type.Read(record, ordinal));
}
