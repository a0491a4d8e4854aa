using Switchyard.Blobs;

namespace Switchyard.Hosting;

/// <summary>A request's body, read once from its start; it ends with an exception when it is longer than allowed.</summary>
/// <remarks>The server would cut the connection at a limit of its own, and the client would never see why.</remarks>
/// <param name="most">Bytes.</param>
/// <param name="told">How long it is said to be: too long a one is not even begun.</param>
/// <param name="refusal">Default: a <see cref="BlobTooLargeException"/>.</param>
internal sealed class CappedBody(Stream body, long most, long? told = null, Func<Exception>? refusal = null) : Stream
{
    private long _read;

    /// <summary>Whether the body has been read to its end.</summary>
    public bool Ended { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <exception cref="BlobTooLargeException">More came than allowed, unless another refusal is wanted.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (told > most)
        {
            throw Refusal();
        }

        var count = await body.ReadAsync(buffer, cancellationToken);
        Ended |= count == 0 && !buffer.IsEmpty;
        _read += count;
        return _read > most ? throw Refusal() : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private Exception Refusal() => refusal?.Invoke() ?? new BlobTooLargeException(most);
}
