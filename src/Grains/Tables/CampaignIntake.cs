using Switchyard.Hosting;
using Switchyard.Tables.Import;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>Imports an input directory into the work store.</summary>
public sealed class CampaignIntake(
    IWorkStore store, IdAllocator ids, StorageOptions storage, TablesOptions options, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Runs an import to its end. What is known already is left alone.</summary>
    public Task<ImportProgress> ImportAsync(string campaign, string directory, Action<ImportProgress> report, CancellationToken cancellationToken)
    {
        var import = new ImportOptions
        {
            InputDirectory = directory,
            ScratchDirectory = Path.Combine(storage.FullDataDirectory, "scratch"),
            CeaColumnOrder = options.CeaColumnOrder,
            MaxTableBytes = options.MaxTableBytes,
        };
        return new CampaignImporter(import, new Sink(campaign, store, ids, grains, time), time)
            .RunAsync(new Listener(report), cancellationToken);
    }

    /// <summary>The framework's own <see cref="Progress{T}"/> would report later and out of order.</summary>
    private sealed class Listener(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }

    private sealed class Sink(string campaign, IWorkStore store, IdAllocator ids, IGrainFactory grains, TimeProvider time) : IImportSink
    {
        public async Task<IReadOnlyDictionary<string, KnownTable>> FindKnownAsync(
            IReadOnlyList<string> names, CancellationToken cancellationToken)
        {
            var known = await store.FindManyAsync(campaign, names, cancellationToken);
            var tallies = await store.ReadTalliesAsync(campaign, cancellationToken);
            if (tallies.GetValueOrDefault("facet." + TableFacets.Unreadable) == 0)
            {
                return known.ToDictionary(pair => pair.Key, pair => new KnownTable(pair.Value, Unreadable: false));
            }

            var rows = await Task.WhenAll(known.Values.Select(id => store.ReadAsync(id, cancellationToken)));
            return rows.OfType<WorkRow>().ToDictionary(
                row => row.UniqueKey!, row => new KnownTable(row.Id, row.Facets.GetValueOrDefault(TableFacets.Unreadable) > 0));
        }

        public async Task StoreAsync(IReadOnlyList<ImportedTable> tables, CancellationToken cancellationToken)
        {
            var first = await ids.ReserveAsync(tables.Count, cancellationToken);
            var now = time.GetUtcNow();
            await store.InsertAsync([.. tables.Select((table, index) => ImportedRows.New(campaign, first + index, table, now))], cancellationToken);
            await grains.Reach<IQueueGrain>(campaign).RefillAsync();
        }

        public async Task RepairAsync(IReadOnlyList<RepairedTable> tables, CancellationToken cancellationToken)
        {
            var mendedNow = new List<QueueEntry>();
            foreach (var repaired in tables)
            {
                // A version that changed meanwhile leaves the table as it is, for the next import.
                if (await store.ReadAsync(repaired.Id, cancellationToken) is { } row
                    && ImportedRows.Mended(row, repaired.Table) is { } mended
                    && await store.WriteAsync(mended, cancellationToken) == WriteOutcome.Committed)
                {
                    mendedNow.Add(mended.New.Entry);
                }
            }

            await grains.Reach<IQueueGrain>(campaign).OfferAsync(mendedNow);
        }
    }
}
