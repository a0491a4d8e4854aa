using Switchyard.Streams;

namespace Switchyard.Blobs;

/// <summary>Reads a blob through a grain, a chunk at a time.</summary>
internal sealed class GrainBlobStream(IBlobGrain transfer, string id, long length) : PieceStream(length)
{
    protected override async Task<byte[]> FetchAsync(long at, CancellationToken cancellationToken) =>
        await transfer.ReadAsync(id, at, GrainBlobStore.ChunkSize).WaitAsync(cancellationToken) is { Length: > 0 } chunk
            ? chunk
            : throw new EndOfStreamException($"The blob {id} ended at {at} of {Length} bytes.");
}
