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
}
