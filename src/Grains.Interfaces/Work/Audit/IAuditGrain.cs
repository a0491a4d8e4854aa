using Switchyard.Hosting;

namespace Switchyard.Work.Audit;

/// <summary>The record of what people and keys did. A stateless worker over the store; the key of the grain is always 0.</summary>
[Alias("switchyard.work.audit-grain")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>One page, newest first unless the filter says otherwise.</summary>
    /// <param name="place">The sequence of the last entry of the page before, which is behind it; null: from the beginning.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("list"), Repeatable]
    Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long? place, int limit);
}

/// <summary>How the grain is reached.</summary>
public static class AuditGrains
{
    /// <summary>What has the record of acts.</summary>
    public static IAuditGrain GetAudit(this IGrainFactory grains) => grains.Reach<IAuditGrain>(0);
}
