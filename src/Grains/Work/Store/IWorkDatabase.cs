using System.Data.Common;

namespace Switchyard.Work.Store;

/// <summary>One database, as the store needs it: one writer and many readers.</summary>
internal interface IWorkDatabase : IAsyncDisposable
{
    SqlDialect Dialect { get; }

    /// <summary>
    /// Runs a query that has an index for its condition and its order, on a connection of its own, off the caller's scheduler.
    /// </summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>Runs a query of free form: the database weighs which index, if any, serves it best.</summary>
    Task<T> SearchAsync<T>(Func<DbConnection, Task<T>> query, CancellationToken cancellationToken);

    /// <summary>Reads what is known by key, in one go; one answer per lookup, in order. For one caller at a time.</summary>
    Task<IReadOnlyList<object?>> LookUpAsync(IReadOnlyList<Lookup> lookups);

    /// <summary>Makes a batch durable in one transaction and answers in its order, or throws having changed nothing.</summary>
    /// <exception cref="StoreUnavailableException">The database was lost at the commit: the batch may have been stored.</exception>
    Task<IReadOnlyList<object>> CommitAsync(IReadOnlyList<StoreRequest> batch);

    /// <summary>Has the database look at what it holds, for the plans of its queries; beside the writer.</summary>
    Task AnalyzeAsync(CancellationToken cancellationToken);

    /// <summary>Whether a failed batch may succeed without one of its requests.</summary>
    bool IsFaultOfOne(Exception exception);
}
