namespace Switchyard.Work.Store;

/// <summary>
/// The database was lost. The write may have been committed or not: load the row and decide again.
/// </summary>
public sealed class StoreUnavailableException(string message, Exception inner) : IOException(message, inner);
