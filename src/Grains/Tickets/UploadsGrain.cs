using Orleans.Concurrency;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Runs;
using Switchyard.Work;

namespace Switchyard.Tickets;

[StatelessWorker, Reentrant]
internal sealed class UploadsGrain(IdAllocator ids, IBlobStore blobs, RunRoot runs) : Grain, IUploadsGrain
{
    public Task<long> ReserveIdAsync() => ids.NextAsync();

    /// <summary>Unpacking is work for a processor: not in a turn of the grain.</summary>
    public Task<UploadCheck> CheckAsync(string archive, long maxUnpackedBytes, int maxEntries) => Task.Run(async () =>
    {
        await using var content = await blobs.OpenAsync(archive, CancellationToken.None);
        if (content is null)
        {
            return new UploadCheck(UploadOutcome.NotAnArchive, "The upload is gone.");
        }

        var limits = new UploadLimits { MaxUnpackedBytes = maxUnpackedBytes, MaxEntries = maxEntries };
        var verdict = await UploadArchive.CheckAsync(content, runs.FullName, limits, CancellationToken.None);
        var check = new UploadCheck(OutcomeOf(verdict.Refusal), verdict.Message);
        return verdict.Refusal is null ? check with { Length = content.Length, TicketId = await ids.NextAsync() } : check;
    });

    private static UploadOutcome OutcomeOf(UploadRefusal? refusal) => refusal switch
    {
        null => UploadOutcome.Ok,
        UploadRefusal.TooLarge => UploadOutcome.TooLarge,
        UploadRefusal.TooManyEntries => UploadOutcome.TooManyEntries,
        _ => UploadOutcome.NotAnArchive,
    };
}
