using Switchyard.Hosting;
using Switchyard.Tables.Import;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>Imports an input directory into the work store.</summary>
public sealed class CampaignIntake(
    IWorkStore store, IdAllocator ids, StorageOptions storage, TablesOptions options, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Of as many new tables the database is to know before the next query.</summary>
    private const int Many = 1000;

    /// <summary>Runs an import to its end.</summary>
    /// <param name="trustTimes">See <see cref="ImportOptions.TrustTimes"/>.</param>
    public async Task<ImportProgress> ImportAsync(
        string campaign, string directory, ImportRequest request, bool trustTimes, Action<ImportProgress> report, CancellationToken cancellationToken)
    {
        var import = new ImportOptions
        {
            InputDirectory = directory,
            ScratchDirectory = Path.Combine(storage.FullDataDirectory, "scratch"),
            CeaColumnOrder = options.CeaColumnOrder,
            MaxTableBytes = options.MaxTableBytes,
            Request = request,
            TrustTimes = trustTimes,
        };
        var progress = await new CampaignImporter(import, new ImportSink(campaign, store, ids, grains, time), time)
            .RunAsync(new Listener(report), cancellationToken);
        if (progress.TablesStored >= Many)
        {
            await store.AnalyzeAsync(cancellationToken);
        }

        return progress;
    }

    /// <summary>The framework's own <see cref="Progress{T}"/> would report later and out of order.</summary>
    private sealed class Listener(Action<ImportProgress> report) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => report(value);
    }
}
