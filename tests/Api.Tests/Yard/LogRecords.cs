using Microsoft.Extensions.Logging.Testing;

namespace Switchyard.Yard;

internal static class LogRecords
{
    /// <summary>All that any sink of logs may write of it.</summary>
    public static string Everything(this FakeLogRecord record) => string.Join(
        '\n',
        record.Scopes.Select(scope => scope is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join('\n', pairs) : scope?.ToString())
            .Append(record.Message)
            .Append(record.Exception?.ToString())
            .Concat((record.StructuredState ?? []).Select(pair => pair.Value)));
}
