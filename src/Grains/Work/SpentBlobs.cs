using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Blobs;
using Switchyard.Work.Store;

namespace Switchyard.Work;

/// <summary>
/// Deletes the blobs that committed writes and removals took from their items. The store lists them until they are deleted, so a
/// node that is killed in between leaves them to the next look: its own, or another node's. To delete one twice is harmless.
/// </summary>
internal sealed partial class SpentBlobs(
    IWorkStore store, IBlobStore blobs, IEnumerable<IBlobReferences> references, TimeProvider time, ILogger<SpentBlobs> log)
    : BackgroundService
{
    private const int Batch = 200;

    /// <summary>What this node takes away it hears of; this is for what others left.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>So that under load many go together.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Those that nothing names any more; one that cannot be deleted now is tried again later and keeps no other.</summary>
    public async Task DeleteAsync(IReadOnlyList<string> spent, CancellationToken cancellationToken)
    {
        var unnamed = spent.ToHashSet();
        foreach (var some in references)
        {
            unnamed.ExceptWith(await some.FindAsync([.. unnamed], cancellationToken));
        }

        var done = spent.Except(unnamed).ToList();
        foreach (var blob in unnamed)
        {
            if (await TryDeleteAsync(blob, cancellationToken))
            {
                done.Add(blob);
            }
        }

        if (done.Count > 0)
        {
            await store.ForgetSpentBlobsAsync(done, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }

            await Task.Delay(Pause, time, stoppingToken);
            await WaitAsync(stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var (page, last) = ((IReadOnlyList<string>)[], "");
        do
        {
            page = await store.ReadSpentBlobsAsync(last, Batch, cancellationToken);
            if (page.Count > 0)
            {
                last = page[^1];
                await DeleteAsync(page, cancellationToken);
            }
        }
        while (page.Count == Batch);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource(Every, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            await store.WaitForSpentBlobsAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> TryDeleteAsync(string blob, CancellationToken cancellationToken)
    {
        try
        {
            await blobs.DeleteAsync(blob, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogKept(blob, exception);
            return false;
        }
    }

    [LoggerMessage(2016, LogLevel.Warning, "Blobs that nothing needs any more could not be deleted; tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2017, LogLevel.Warning, "The blob {Blob}, which nothing needs any more, could not be deleted; tried again")]
    private partial void LogKept(string blob, Exception exception);
}
