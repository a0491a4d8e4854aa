namespace Switchyard.Hosting;

/// <summary>
/// Brings one store's schema up to date. The node runs all of them, in order of registration, after the data directory
/// is locked and before its silo starts.
/// </summary>
public interface IStorePreparation
{
    /// <summary>Idempotent, and safe when several nodes do it at once.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);
}

/// <summary>Throws when the store cannot be reached; used for readiness.</summary>
public delegate Task StorePing(CancellationToken cancellationToken);
