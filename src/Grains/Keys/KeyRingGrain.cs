using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Keys;

[StatelessWorker, Reentrant]
internal sealed class KeyRingGrain(IDoorDatabase database, TimeProvider time) : Grain, IKeyRingGrain
{
    public Task<IReadOnlyList<string>> GetAsync() => KeyRingTable.ReadAsync(database);

    public Task AddAsync(string name, string xml) => KeyRingTable.AddAsync(database, name, xml, time.GetUtcNow());
}
