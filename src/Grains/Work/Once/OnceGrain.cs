using System.Security.Cryptography;
using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Work.Once;

[StatelessWorker, Reentrant]
internal sealed class OnceGrain(IDoorDatabase database, TimeProvider clock) : Grain, IOnceGrain
{
    public async Task<OncePlan> PlanAsync(OnceRequest request)
    {
        var (now, stored) = (clock.GetUtcNow(), (Hash: "", Plan: ""));
        await database.RunAsync(async connection =>
        {
            await OnceTable.AddAsync(connection, request, now, now - OnceRetention.Time);
            stored = await OnceTable.ReadAsync(connection, request);
        });
        var plan = Convert.FromBase64String(stored.Plan);
        return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(stored.Hash), request.Hash)
            ? new(plan, plan.AsSpan().SequenceEqual(request.Plan))
            : new(null, IsFirst: false);
    }
}
