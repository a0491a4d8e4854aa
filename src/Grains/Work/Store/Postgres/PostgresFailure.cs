using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Switchyard.Work.Store.Postgres;

/// <summary>What failures of PostgreSQL mean.</summary>
internal static class PostgresFailure
{
    /// <summary>
    /// Whether it may pass: the connection is lost, there is no room for it, the server is shutting down or starting, or this
    /// met another. Nothing was committed, unless the connection went while the commit was under way.
    /// </summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state[..2] is "08" or "53" or "40" || state.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        _ => exception is SocketException or TimeoutException,
    };

    /// <summary>Data that the database refuses, or that cannot be sent. Whatever else is wrong is wrong for all.</summary>
    public static bool IsFaultOfOne(Exception exception) => exception switch
    {
        PostgresException { SqlState: var state } => state[..2] is "22" or "23" or "54",
        _ => exception is ArgumentException or InvalidCastException or FormatException,
    };

    /// <summary>
    /// Whether a call that commits may have done so although it failed. An error of a statement, the commit's included, means that
    /// nothing was stored: the server skips what comes after it. Whatever else ends the call (no connection, a server that shuts down)
    /// may have come after the commit.
    /// </summary>
    public static bool IsUnclear(Exception exception) =>
        exception is DbException or IOException or InvalidOperationException
        && exception is not PostgresException { InvariantSeverity: "ERROR" };
}
