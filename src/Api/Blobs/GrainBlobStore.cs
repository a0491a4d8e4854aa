namespace Switchyard.Blobs;

/// <summary>The blob store of a front end without storage of its own: chunk by chunk through the cluster.</summary>
public sealed class GrainBlobStore(IGrainFactory grains) : IBlobStore
{
    internal const int ChunkSize = 1024 * 1024;

    public async Task<BlobInfo> WriteAsync(Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var transfer = Transfer();
        try
        {
            var chunk = new byte[ChunkSize];
            var sent = 0L;
            int read;
            while ((read = await content.ReadAtLeastAsync(chunk, ChunkSize, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                if (!await transfer.AppendAsync(chunk[..read], maxLength))
                {
                    throw new BlobTooLargeException(maxLength);
                }

                sent += read;
            }

            var blob = await transfer.CommitAsync();
            if (blob.Length != sent)
            {
                // The silo died in the middle, and the grain went on elsewhere without the beginning.
                await DeleteAsync(blob.Id, CancellationToken.None);
                throw new IOException($"Only {blob.Length} of {sent} bytes arrived in the blob store.");
            }

            return blob;
        }
        catch
        {
            // Awaited in no one's name: the transfer's grain drops an abandoned blob by itself when this is lost, too.
            transfer.AbandonAsync().Ignore();
            throw;
        }
    }

    public async Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var transfer = Transfer();
        var length = await transfer.GetLengthAsync(id).WaitAsync(cancellationToken);
        return length is { } known ? new GrainBlobStream(transfer, id, known) : null;
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        Transfer().DeleteAsync(id).WaitAsync(cancellationToken);

    private IBlobGrain Transfer() => grains.GetGrain<IBlobGrain>(Guid.NewGuid());
}
