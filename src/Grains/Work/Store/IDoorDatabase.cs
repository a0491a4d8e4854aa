using System.Data.Common;

namespace Switchyard.Work.Store;

/// <summary>
/// The work store's database, for the few tables that a door has of its own beside the work items. Statements are plain SQL
/// that both databases understand.
/// </summary>
public interface IDoorDatabase
{
    /// <summary>Runs statements in a transaction of the store's one writer; durable when the task completes.</summary>
    Task RunAsync(Func<DbConnection, Task> statements, CancellationToken cancellationToken = default);

    /// <summary>Runs a query on a connection of its own.</summary>
    Task<T> QueryAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken = default);
}
