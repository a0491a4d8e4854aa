using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Work.Audit;

[StatelessWorker, Reentrant]
internal sealed class AuditGrain(IDoorDatabase database) : Grain, IAuditGrain
{
    private const int LongestPage = 1000;

    public Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long? place, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
        return database.QueryAsync(connection => AuditTable.ReadAsync(connection, filter, place, limit));
    }
}
