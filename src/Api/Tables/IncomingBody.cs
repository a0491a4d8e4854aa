using System.Text;
using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>A request's body that has arrived completely, in memory or as a blob. What is not kept leaves no trace.</summary>
internal sealed class IncomingBody : IAsyncDisposable
{
    private readonly IBlobStore _blobs;
    private string? _blobId;
    private bool _kept;

    public IncomingBody(IBlobStore blobs, byte[] bytes)
    {
        _blobs = blobs;
        Bytes = bytes;
        Length = bytes.Length;
    }

    public IncomingBody(IBlobStore blobs, BlobInfo blob)
    {
        _blobs = blobs;
        _blobId = blob.Id;
        Length = blob.Length;
    }

    /// <summary>The whole body when it is in memory, else null.</summary>
    public byte[]? Bytes { get; }

    public long Length { get; }

    /// <summary>The body in the form in which a table takes it: longer ones become a blob, if they are none yet.</summary>
    public async Task<RawBody> ToRawBodyAsync(CancellationToken cancellationToken)
    {
        if (Bytes is { Length: <= RawBody.InlineLimit })
        {
            return new RawBody(Length, Bytes, BlobId: null);
        }

        _blobId ??= (await _blobs.WriteAsync(new MemoryStream(Bytes!), Length, cancellationToken)).Id;
        return new RawBody(Length, Inline: null, _blobId);
    }

    public async Task<Stream> OpenAsync(CancellationToken cancellationToken) => Bytes is not null
        ? new MemoryStream(Bytes)
        : await _blobs.OpenAsync(_blobId!, cancellationToken)
            ?? throw new IOException($"The blob {_blobId} is gone before it was used.");

    /// <summary>The end of the body as text, at most <paramref name="maxBytes"/> of it; what is no UTF-8 is replaced.</summary>
    public async Task<string> ReadTailAsync(int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await OpenAsync(cancellationToken);
        stream.Seek(Math.Max(0, Length - maxBytes), SeekOrigin.Begin);
        var tail = new byte[Math.Min(Length, maxBytes)];
        await stream.ReadExactlyAsync(tail, cancellationToken);

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

    public async ValueTask DisposeAsync()
    {
        if (_blobId is null || _kept)
        {
            return;
        }

        try
        {
            // The request may be dead; the blob must go all the same.
            await _blobs.DeleteAsync(_blobId, CancellationToken.None);
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            // A blob nobody refers to costs space only; the answer to the client matters more.
        }
    }
}
