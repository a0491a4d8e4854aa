using System.Text.Json;

namespace Switchyard.Work.Store;

/// <summary>The few words in which the two databases differ.</summary>
internal abstract class SqlDialect
{
    /// <summary>A condition: the column's value is one of those in an array parameter.</summary>
    public abstract string Among(string column, string parameter);

    public abstract object Array(IReadOnlyList<long> values);

    public abstract object Array(IReadOnlyList<string> values);

    /// <summary>Ends a select whose rows the same transaction goes on to change.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Ends a select that leaves rows to others who are changing them.</summary>
    public abstract string ForUpdateSkipLocked { get; }

    public static SqlDialect Sqlite { get; } = new SqliteDialect();

    public static SqlDialect Postgres { get; } = new PostgresDialect();

    private sealed class SqliteDialect : SqlDialect
    {
        public override string Among(string column, string parameter) => $"{column} in (select value from json_each(@{parameter}))";

        public override object Array(IReadOnlyList<long> values) => JsonSerializer.Serialize(values);

        public override object Array(IReadOnlyList<string> values) => JsonSerializer.Serialize(values);

        public override string ForUpdate => "";

        public override string ForUpdateSkipLocked => "";
    }

    private sealed class PostgresDialect : SqlDialect
    {
        public override string Among(string column, string parameter) => $"{column} = any(@{parameter})";

        public override object Array(IReadOnlyList<long> values) => values.ToArray();

        public override object Array(IReadOnlyList<string> values) => values.ToArray();

        public override string ForUpdate => " for update";

        public override string ForUpdateSkipLocked => " for update skip locked";
    }
}
