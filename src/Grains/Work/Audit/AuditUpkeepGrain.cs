using Switchyard.Hosting;
using Switchyard.Work.Store;

namespace Switchyard.Work.Audit;

/// <summary>Removes what is too old; one in the cluster does. The key is always 0.</summary>
[Alias("switchyard.work.audit-upkeep-grain")]
internal interface IAuditUpkeepGrain : IGrainWithIntegerKey
{
    /// <summary>Removes entries from before a time, as far as that is done soon.</summary>
    [Alias("forget"), Repeatable]
    Task ForgetAsync(DateTimeOffset before);
}

internal sealed class AuditUpkeepGrain(IDoorDatabase database) : Grain, IAuditUpkeepGrain
{
    /// <summary>Entries in one transaction: who acts meanwhile waits for no more.</summary>
    private const int Step = 500;

    /// <summary>The rest is for the next time.</summary>
    private const int MostSteps = 20;

    public async Task ForgetAsync(DateTimeOffset before)
    {
        var removed = Step;
        for (var steps = 0; removed == Step && steps < MostSteps; steps++)
        {
            await database.RunAsync(async connection => removed = await AuditTable.ForgetAsync(connection, before, Step));
        }
    }
}
