using System.IO.Pipelines;

namespace Switchyard.Blobs;

/// <summary>Turns pieces that are pushed into the stream that a store pulls.</summary>
internal sealed class BlobUpload : IAsyncDisposable
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 4 << 20, resumeWriterThreshold: 2 << 20));
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Task<BlobInfo> _stored;

    public BlobUpload(IBlobStore store)
    {
        // Not on the grain's scheduler: a store may block on its disk.
        _stored = Task.Run(() => StoreAsync(store));
    }

    /// <summary>Bytes appended.</summary>
    public long Length { get; private set; }

    /// <summary>Waits while the store is far behind; throws what made the store fail.</summary>
    public async Task AppendAsync(byte[] chunk)
    {
        var flushed = await _pipe.Writer.WriteAsync(chunk);
        if (flushed.IsCompleted)
        {
            await _stored;
        }

        Length += chunk.Length;
    }

    public async Task<BlobInfo> CommitAsync()
    {
        await _pipe.Writer.CompleteAsync();
        return await _stored;
    }

    /// <summary>Leaves nothing behind unless it was committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _cancellation.CancelAsync();
        await ((Task)_stored).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await _pipe.Writer.CompleteAsync();
        _cancellation.Dispose();
    }

    private async Task<BlobInfo> StoreAsync(IBlobStore store)
    {
        try
        {
            await using var content = _pipe.Reader.AsStream(leaveOpen: true);
            return await store.WriteAsync(content, long.MaxValue, _cancellation.Token);
        }
        finally
        {
            await _pipe.Reader.CompleteAsync();
        }
    }
}
