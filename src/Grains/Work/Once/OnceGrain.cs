using System.Security.Cryptography;
using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Work.Once;

[StatelessWorker, Reentrant]
internal sealed class OnceGrain(IDoorDatabase database, TimeProvider clock) : Grain, IOnceGrain
{
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    /// <summary>More than come with one request: old ones do not gather.</summary>
    private const int ForgottenAtATime = 20;

    public async Task<OncePlan> PlanAsync(OnceRequest request)
    {
        var (now, stored) = (clock.GetUtcNow(), (Hash: "", Plan: ""));
        await database.RunAsync(async connection =>
        {
            await OnceTable.ForgetAsync(connection, now - Keep, ForgottenAtATime);
            await OnceTable.AddAsync(connection, request, now);
            stored = await OnceTable.ReadAsync(connection, request);
        });
        var plan = Convert.FromBase64String(stored.Plan);
        return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(stored.Hash), request.Hash)
            ? new(plan, plan.AsSpan().SequenceEqual(request.Plan))
            : new(null, IsFirst: false);
    }
}
