using System.Text;
using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>A request's body that has arrived completely. It leaves no trace, but for a blob that was kept.</summary>
/// <param name="content">All of it; can seek. It is disposed with this.</param>
internal sealed class IncomingBody(IBlobStore blobs, Stream content) : IAsyncDisposable
{
    private string? _blobId;
    private bool _kept;

    /// <summary>Bytes.</summary>
    public long Length { get; } = content.Length;

    /// <summary>Whether the body lies in memory.</summary>
    public bool IsInMemory => content is MemoryStream;

    /// <summary>The body in the form in which a table takes it: longer ones become a blob. When that failed it may be tried again.</summary>
    public async Task<RawBody> ToRawBodyAsync(CancellationToken cancellationToken)
    {
        var stream = Rewind();
        if (Length <= RawBody.InlineLimit)
        {
            var bytes = new byte[Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return new RawBody(Length, bytes, BlobId: null);
        }

        _blobId ??= (await blobs.WriteAsync(stream, Length, cancellationToken)).Id;
        return new RawBody(Length, Inline: null, _blobId);
    }

    /// <summary>The body from its first byte. It is not the caller's to dispose, and there is only one reader at a time.</summary>
    public Stream Rewind()
    {
        content.Position = 0;
        return content;
    }

    /// <summary>The end of the body as text, at most <paramref name="maxBytes"/> of it; what is no UTF-8 is replaced.</summary>
    public async Task<string> ReadTailAsync(int maxBytes, CancellationToken cancellationToken)
    {
        content.Position = Math.Max(0, Length - maxBytes);
        var tail = new byte[Math.Min(Length, maxBytes)];
        await content.ReadExactlyAsync(tail, cancellationToken);

        // A cut may fall into a character: its remaining bytes are no text.
        var start = 0;
        while (Length > maxBytes && start < Math.Min(3, tail.Length) && (tail[start] & 0xC0) == 0x80)
        {
            start++;
        }

        return Encoding.UTF8.GetString(tail.AsSpan(start));
    }

    /// <summary>Someone refers to the blob now, or may do so: it is not deleted.</summary>
    public void Keep() => _kept = true;

    /// <summary>Nobody refers to the blob after all.</summary>
    public void Discard() => _kept = false;

    public async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        if (_blobId is null || _kept)
        {
            return;
        }

        try
        {
            // The request may be dead; the blob must go all the same.
            await blobs.DeleteAsync(_blobId, CancellationToken.None);
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            // A blob nobody refers to costs space only; the answer to the client matters more.
        }
    }
}
