using Npgsql;
using Switchyard.Work.Store;

namespace Switchyard.Tasks.Lane.Postgres;

/// <summary>Reads columns that may be null.</summary>
internal static class LaneColumns
{
    public static string? Text(NpgsqlDataReader record, int column) => record.IsDBNull(column) ? null : record.GetString(column);

    public static byte[]? Bytes(NpgsqlDataReader record, int column) => record.IsDBNull(column) ? null : record.GetFieldValue<byte[]>(column);

    public static int? Number(NpgsqlDataReader record, int column) => record.IsDBNull(column) ? null : record.GetInt32(column);

    public static long? Long(NpgsqlDataReader record, int column) => record.IsDBNull(column) ? null : record.GetInt64(column);

    public static IReadOnlyList<string> Words(NpgsqlDataReader record, int column) =>
        record.IsDBNull(column) ? [] : record.GetFieldValue<string[]>(column);

    public static DateTimeOffset? Time(NpgsqlDataReader record, int column) =>
        record.IsDBNull(column) ? null : ColumnTypes.FromMilliseconds(record.GetInt64(column));

    public static TimeSpan? Span(NpgsqlDataReader record, int column) =>
        record.IsDBNull(column) ? null : TimeSpan.FromMilliseconds(record.GetInt64(column));
}
