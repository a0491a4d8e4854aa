using Switchyard.Hosting;

namespace Switchyard.Blobs;

/// <summary>
/// The blob store of a front end without storage of its own: chunk by chunk through the cluster. What fits into one chunk
/// outlasts the loss of a silo; of more the beginning is gone with it, and the client has to send it again.
/// </summary>
internal sealed class GrainBlobStore(IGrainFactory grains, PatientCalls calls) : IBlobStore
{
    internal const int ChunkSize = 1024 * 1024;

    public async Task<BlobInfo> WriteAsync(Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkSize];
        var read = await content.ReadAtLeastAsync(chunk, ChunkSize, throwOnEndOfStream: false, cancellationToken);
        return read < ChunkSize
            ? await calls.AskAsync(() => WriteAsync(chunk, read, Stream.Null, maxLength, CancellationToken.None), cancellationToken)
            : await WriteAsync(chunk, read, content, maxLength, cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        var transfer = Transfer();
        var length = await transfer.GetLengthAsync(id).WaitAsync(cancellationToken);
        return length is { } known ? new GrainBlobStream(transfer, id, known) : null;
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        Transfer().DeleteAsync(id).WaitAsync(cancellationToken);

    /// <param name="chunk">The beginning, of <paramref name="read"/> bytes.</param>
    private async Task<BlobInfo> WriteAsync(byte[] chunk, int read, Stream rest, long maxLength, CancellationToken cancellationToken)
    {
        var transfer = Transfer();
        try
        {
            var sent = 0L;
            for (; read > 0; read = await rest.ReadAtLeastAsync(chunk, ChunkSize, throwOnEndOfStream: false, cancellationToken))
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

    private IBlobGrain Transfer() => grains.Reach<IBlobGrain>(Guid.NewGuid());
}
