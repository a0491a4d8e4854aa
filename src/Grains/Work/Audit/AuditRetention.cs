using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Work.Audit;

/// <summary>The record of acts is kept as long as it is to be kept.</summary>
internal sealed class AuditRetention(AuditOptions options, IDoorDatabase database) : IRetention
{
    public string Name => "Audit";

    public TimeSpan? Keep => options.Retention == TimeSpan.Zero ? null : options.Retention;

    public async Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var removed = 0;
        await database.RunAsync(async connection => removed = await AuditTable.ForgetAsync(connection, before, limit), cancellationToken);
        return removed;
    }
}
