using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using static Switchyard.Work.Store.ColumnTypes;

namespace Switchyard.Work.Store;

/// <summary>
/// The columns of <c>work_item</c>, told once: statements, parameters and readers of both databases come from this list. A new
/// column is a line here, a property of <see cref="WorkRow"/> and a numbered script for each database.
/// </summary>
internal static class WorkColumns
{
    public static IReadOnlyList<WorkColumn> All { get; } =
    [
        Column("id", Long, row => row.Id),
        Column("kind", Word, row => row.Kind),
        Column("queue", Word, row => row.Queue),
        Column("priority", Integer, row => row.Priority),
        Column("status", Status, row => row.Status),
        Column("attempt", Integer, row => row.Attempt),
        Column("lease_number", Long, row => row.LeaseNumber),
        Column("lease_owner", OptionalWord, row => row.LeaseOwner),
        Column("lease_expires_at", OptionalTime, row => row.LeaseExpiresAt),
        Column("target", OptionalWord, row => row.Target),
        Column("owner", OptionalWord, row => row.Owner),
        Column("name", OptionalWord, row => row.Name),
        Column("unique_key", OptionalWord, row => row.UniqueKey),
        Column("created_at", Time, row => row.CreatedAt),
        Column("started_at", OptionalTime, row => row.StartedAt),
        Column("finished_at", OptionalTime, row => row.FinishedAt),
        Column("not_before", OptionalTime, row => row.NotBefore),
        Column("due_at", OptionalTime, row => row.DueAt),
        Column("error", OptionalWord, row => row.Error),
        Column("facets", Facets, row => row.Facets, castTo: "jsonb"),
        new WorkColumn<byte[], byte[]?>(
            "body", Bytes, write => ReferenceEquals(write.Old?.Body, write.New.Body) ? null : write.New.Body, SetterOf(row => row.Body))
        {
            IsLarge = true,
        },
        Column("lost_leases", Integer, row => row.LostLeases),
        Column("failures", Integer, row => row.Failures),
        Column("trace", OptionalWord, row => row.Trace),
        Column("error_group", OptionalLong, row => row.ErrorGroup),
        new WorkColumn<long, long>("version", Long, write => (write.Old?.Version ?? 0) + 1, SetterOf(row => row.Version)),
    ];

    private static readonly WorkColumn[] Readable = [.. All.Where(column => column.IsRead)];

    /// <summary>What <see cref="Read"/> reads, of <c>work_item w</c>.</summary>
    public static string WithBody { get; } = string.Join(", ", Readable.Select(column => $"w.{column.Name}"));

    /// <summary>The same, without what is large.</summary>
    public static string WithoutBody { get; } =
        string.Join(", ", Readable.Select(column => column.IsLarge ? $"null as {column.Name}" : $"w.{column.Name}"));

    /// <summary>A piece of SQL for each column.</summary>
    public static string Each(Func<WorkColumn, string> sql) => string.Join(", ", All.Select(sql));

    /// <summary>The same, for those that an update sets.</summary>
    public static string EachSet(Func<WorkColumn, string> sql) => string.Join(", ", All.Where(column => column.Name != "id").Select(sql));

    /// <summary>The parameter of a column in a statement that takes one for each: $1, $2, ...</summary>
    public static string Parameter(string column) => $"${All.Index().First(entry => entry.Item.Name == column).Index + 1}";

    public static WorkRow Read(DbDataReader record)
    {
        var row = new WorkRow { Id = 0, Kind = "", Queue = "", CreatedAt = default };
        for (var i = 0; i < Readable.Length; i++)
        {
            Readable[i].Read(record, i, row);
        }

        return row;
    }

    /// <summary>A property without a setter follows from others, and is not read.</summary>
    private static WorkColumn<T, TStored> Column<T, TStored>(
        string name, ColumnType<T, TStored> type, Expression<Func<WorkRow, T>> property, string? castTo = null)
    {
        var (get, store) = (PropertyOf(property).GetMethod!.CreateDelegate<Func<WorkRow, T>>(), type.Store);
        return new(name, type, write => store(get(write.New)), SetterOf(property)) { CastTo = castTo };
    }

    /// <summary>Made once: a call of it costs what a call of the property costs.</summary>
    private static Action<WorkRow, T>? SetterOf<T>(Expression<Func<WorkRow, T>> property) =>
        PropertyOf(property).SetMethod?.CreateDelegate<Action<WorkRow, T>>();

    private static PropertyInfo PropertyOf<T>(Expression<Func<WorkRow, T>> property) => (PropertyInfo)((MemberExpression)property.Body).Member;
}
