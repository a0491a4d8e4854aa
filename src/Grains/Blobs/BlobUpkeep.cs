using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Switchyard.Blobs;

/// <summary>
/// Removes blobs that nobody names: of uploads that became nothing, of ends that were not accepted, of processes that died
/// before they could clean up. A blob is left alone for a day, in which whoever wrote it has long said so. Each node does
/// it, at another time: what one has removed, the others do not find.
/// </summary>
internal sealed partial class BlobUpkeep(
    IBlobStore blobs, IBlobInventory inventory, IEnumerable<IBlobReferences> references, TimeProvider time, ILogger<BlobUpkeep> log)
    : BackgroundService
{
    private const int Batch = 500;

    public static TimeSpan Every { get; } = TimeSpan.FromHours(1);

    public static TimeSpan Grace { get; } = TimeSpan.FromDays(1);

    /// <summary>Answers how many blobs were removed.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        await foreach (var batch in inventory.ListAsync(Grace, cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
        {
            removed += await RemoveUnnamedAsync(batch, cancellationToken);
        }

        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Every * (RandomNumberGenerator.GetInt32(1, 1001) / 1000.0), time, stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                if (await SweepAsync(stoppingToken) is > 0 and var removed)
                {
                    LogRemoved(removed);
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> RemoveUnnamedAsync(string[] batch, CancellationToken cancellationToken)
    {
        var unnamed = batch.ToHashSet();
        foreach (var some in references)
        {
            unnamed.ExceptWith(await some.FindAsync([.. unnamed], cancellationToken));
        }

        var removed = 0;
        foreach (var blob in unnamed)
        {
            removed += await blobs.DeleteAsync(blob, cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    [LoggerMessage(1012, LogLevel.Information, "{Count} blobs that nobody names for a day are removed")]
    private partial void LogRemoved(int count);

    [LoggerMessage(1013, LogLevel.Warning, "Blobs that nobody names could not be removed; tried again in an hour")]
    private partial void LogFailed(Exception exception);
}
