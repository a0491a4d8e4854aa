using System.Data.Common;
using System.Globalization;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

/// <summary>Times and spans as the lane's rows have them: milliseconds.</summary>
internal static class LaneSql
{
    /// <summary>What the lane's transactions are known as to who measures.</summary>
    public const string StoreName = "tasks";

    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? Of(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static long Of(TimeSpan span) => (long)span.TotalMilliseconds;

    public static long? Of(TimeSpan? span) => span is { } known ? Of(known) : null;

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? OptionalTime(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static TimeSpan? OptionalSpan(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : TimeSpan.FromMilliseconds(row.GetInt64(column));

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int? Number(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static byte[]? Bytes(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    public static WorkStatus Status(this DbDataReader row, int column) => (WorkStatus)row.GetInt32(column);

    /// <summary>Of a sum of failures: its queue, as the number that it has in the lane.</summary>
    public static (string Queue, string Kind) QueueOf(DbDataReader row) => (row.GetInt32(1).ToString(CultureInfo.InvariantCulture), TaskNames.Kind);

    public static IReadOnlyList<string> Words(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? [] : row.GetFieldValue<string[]>(column);
}
