using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Work.Once;

/// <summary>Plans of requests under an <c>Idempotency-Key</c> go after a day.</summary>
internal sealed class OnceRetention(IDoorDatabase database) : IRetention
{
    /// <summary>How long a request that is sent again is the same one.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromHours(24);

    public string Name => "Idempotency";

    public TimeSpan? Keep => Time;

    public async Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var removed = 0;
        await database.RunAsync(async connection => removed = await OnceTable.ForgetAsync(connection, before, limit), cancellationToken);
        return removed;
    }
}
