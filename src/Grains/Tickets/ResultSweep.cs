using Microsoft.Extensions.Logging;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>Results that were fetched long enough ago.</summary>
internal sealed partial class ResultSweep(FetchedResults fetched, IGrainFactory grains, ILogger log)
{
    private const int Batch = 100;

    /// <summary>Answers how many are gone.</summary>
    public async Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var gone = 0;
        while (true)
        {
            var due = await fetched.ReadAsync(before, Batch, cancellationToken);
            var blobs = (await Task.WhenAll(due.Select(TryForgetAsync))).OfType<string>().ToList();
            if (blobs.Count > 0)
            {
                await fetched.RemoveAsync(blobs, cancellationToken);
                gone += blobs.Count;
            }

            if (blobs.Count == 0 || due.Count < Batch)
            {
                return gone;
            }
        }
    }

    /// <summary>One that cannot be deleted must not keep the others.</summary>
    private async Task<string?> TryForgetAsync(FetchedResult result)
    {
        try
        {
            await grains.Reach<ITicketResultGrain>(result.Ticket).ForgetResultAsync(result.Blob);
            return result.Blob;
        }
#pragma warning disable CA1031 // Whatever kept it, it is tried again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogKept(result.Ticket, exception);
            return null;
        }
    }

    [LoggerMessage(6001, LogLevel.Warning, "The result of ticket {Ticket} could not be deleted; tried again")]
    private partial void LogKept(long ticket, Exception exception);
}
