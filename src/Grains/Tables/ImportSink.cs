using Switchyard.Hosting;
using Switchyard.Tables.Import;
using Switchyard.Tables.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>Puts imported tables into the work store, and brings those that are there to what the files say now.</summary>
internal sealed class ImportSink(string campaign, IWorkStore store, IdAllocator ids, IGrainFactory grains, TimeProvider time) : IImportSink
{
    private const int MaxTries = 8;

    private static readonly string[] StampOnly = [TableWork.StampPart];

    public async Task<IReadOnlyDictionary<string, KnownTable>> FindKnownAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var known = await store.FindManyAsync(campaign, names, cancellationToken);
        var tallies = await store.ReadTalliesAsync(campaign, cancellationToken);
        var mayBeUnreadable = tallies.GetValueOrDefault("facet." + TableFacets.Unreadable) > 0;
        var found = await Task.WhenAll(known.Select(async pair => KeyValuePair.Create(
            pair.Key, await ReadKnownAsync(pair.Value, mayBeUnreadable, cancellationToken))));
        return found.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!.Value);
    }

    public async Task<IReadOnlyDictionary<string, TableStamp>> FindGoneAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var gone = new Dictionary<string, TableStamp>(StringComparer.Ordinal);
        if (names.Count > 0 && (await store.ReadTalliesAsync(campaign, cancellationToken)).GetValueOrDefault("removed") > 0)
        {
            var records = await Task.WhenAll(names.Select(name => store.ReadRecordAsync(TableWork.GoneSpace(campaign), name, cancellationToken)));
            foreach (var (name, record) in names.Zip(records))
            {
                if (record is not null && TableStamp.Deserialize(record) is { } stamp)
                {
                    gone.Add(name, stamp);
                }
            }
        }

        return gone;
    }

    public async Task StoreAsync(IReadOnlyList<ImportedTable> tables, CancellationToken cancellationToken)
    {
        var first = await ids.ReserveAsync(tables.Count, cancellationToken);
        var now = time.GetUtcNow();
        await store.InsertAsync([.. tables.Select((table, index) => ImportedRows.New(campaign, first + index, table, now))], cancellationToken);
        await grains.Reach<IQueueGrain>(campaign).RefillAsync();
    }

    public async Task<IReadOnlyList<UpdateOutcome>> UpdateAsync(IReadOnlyList<TableUpdate> updates, CancellationToken cancellationToken)
    {
        var updated = await Task.WhenAll(updates.Select(update => UpdateAsync(update, cancellationToken)));
        if (updated.Select(result => result.Offer).OfType<QueueEntry>().ToList() is { Count: > 0 } offers)
        {
            await grains.Reach<IQueueGrain>(campaign).OfferAsync(offers);
        }

        return [.. updated.Select(result => result.Outcome)];
    }

    private async Task<KnownTable?> ReadKnownAsync(long id, bool mayBeUnreadable, CancellationToken cancellationToken)
    {
        if (!mayBeUnreadable)
        {
            return new KnownTable(id, Unreadable: false, StampOf(await store.ReadPartsAsync(id, StampOnly, cancellationToken)));
        }

        var (row, parts) = await store.ReadWithPartsAsync(id, StampOnly, cancellationToken);
        return row is null ? null : new KnownTable(id, row.Facets.GetValueOrDefault(TableFacets.Unreadable) > 0, StampOf(parts));
    }

    private async Task<(UpdateOutcome Outcome, QueueEntry? Offer)> UpdateAsync(TableUpdate update, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var (row, parts) = await store.ReadWithPartsAsync(update.Id, ImportedRows.PartsOf(update), cancellationToken);
            if (row is null)
            {
                // It was removed meanwhile.
                return (UpdateOutcome.Nothing, null);
            }

            var (write, outcome) = ImportedRows.Updated(row, parts, update, time.GetUtcNow());
            if (write is null)
            {
                return (outcome, null);
            }

            if (await store.WriteAsync(write, cancellationToken) == WriteOutcome.Committed)
            {
                var becameWork = write.New.Status == WorkStatus.Queued && row.Status != WorkStatus.Queued;
                return (outcome, becameWork ? write.New.Entry : null);
            }

            if (tries == MaxTries)
            {
                // Clients come and go there all the time. What the files say is still news for the next import.
                return (new UpdateOutcome { IsOut = true, CellsLeft = true }, null);
            }
        }
    }

    private static TableStamp? StampOf(IReadOnlyDictionary<string, byte[]> parts) =>
        parts.TryGetValue(TableWork.StampPart, out var bytes) ? TableStamp.Deserialize(bytes) : null;
}
