using Microsoft.Extensions.Caching.Memory;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>
/// Which table a name is. A name keeps its id as long as there is such a table, so what was handed out or found here is known
/// when its result comes; of very many names some are forgotten, and asked for again.
/// </summary>
internal sealed class TableIds(IGrainFactory grains, PatientCalls calls) : IDisposable
{
    private const int Most = 100_000;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = Most });

    /// <summary>Null when there is no such table.</summary>
    public async ValueTask<long?> FindAsync(string table, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(table, out long known))
        {
            return known;
        }

        var id = await calls.AskAsync(() => grains.TableReports().FindAsync(table), cancellationToken);
        if (id is { } found)
        {
            Remember(table, found);
        }

        return id;
    }

    public void Remember(string table, long id) => _known.Set(table, id, new MemoryCacheEntryOptions { Size = 1 });

    /// <summary>There is no table of the id that was known for this name.</summary>
    public void Forget(string table) => _known.Remove(table);

    public void Dispose() => _known.Dispose();
}
