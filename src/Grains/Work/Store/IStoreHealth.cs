namespace Switchyard.Work.Store;

/// <summary>What readiness asks of a store.</summary>
public interface IStoreHealth
{
    /// <summary>
    /// Whether a write was committed just now. False when the database is away, read-only or full, or did not answer within
    /// two seconds. Never throws.
    /// </summary>
    Task<bool> PingAsync();
}
