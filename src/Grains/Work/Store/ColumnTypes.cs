using System.Data.Common;
using System.Text.Json;

namespace Switchyard.Work.Store;

/// <summary>The types that columns have. Times are unix milliseconds.</summary>
internal static class ColumnTypes
{
    public static ColumnType<int, int> Integer { get; } = new("int", value => value, (record, column) => record.GetInt32(column));

    public static ColumnType<long, long> Long { get; } = new("bigint", value => value, (record, column) => record.GetInt64(column));

    public static ColumnType<long?, long?> OptionalLong { get; } =
        new("bigint", value => value, (record, column) => record.IsDBNull(column) ? null : record.GetInt64(column));

    public static ColumnType<WorkStatus, int> Status { get; } =
        new("int", value => (int)value, (record, column) => (WorkStatus)record.GetInt32(column));

    public static ColumnType<string, string> Word { get; } = new("text", value => value, (record, column) => record.GetString(column));

    public static ColumnType<string?, string?> OptionalWord { get; } = new("text", value => value, ReadText);

    public static ColumnType<DateTimeOffset, long> Time { get; } =
        new("bigint", value => value.ToUnixTimeMilliseconds(), (record, column) => FromMilliseconds(record.GetInt64(column)));

    public static ColumnType<DateTimeOffset?, long?> OptionalTime { get; } = new(
        "bigint",
        value => value?.ToUnixTimeMilliseconds(),
        (record, column) => record.IsDBNull(column) ? null : FromMilliseconds(record.GetInt64(column)));

    /// <summary>As JSON; null when there are none.</summary>
    public static ColumnType<IReadOnlyDictionary<string, long>, string?> Facets { get; } = new(
        "text",
        value => value.Count == 0 ? null : JsonSerializer.Serialize(value),
        (record, column) => ReadText(record, column) is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, long>>(json)!
            : WorkRow.EmptyFacets);

    /// <summary>Nothing is read as empty.</summary>
    public static ColumnType<byte[], byte[]?> Bytes { get; } = new(
        "bytea", value => value, (record, column) => record.IsDBNull(column) ? [] : record.GetFieldValue<byte[]>(column));

    public static DateTimeOffset FromMilliseconds(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static string? ReadText(DbDataReader record, int column) => record.IsDBNull(column) ? null : record.GetString(column);
}
