using Microsoft.Data.Sqlite;

namespace Switchyard.Work.Store.Sqlite;

internal static class SqliteFaults
{
    /// <summary>Whether a failed batch may succeed without one of its requests. A full disk or a broken file is everybody's trouble.</summary>
    public static bool IsOfOne(Exception exception) => exception is not SqliteException
    {
        SqliteErrorCode: 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26, // busy, locked, readonly, ioerr, corrupt, full, cantopen, notadb
    };
}
