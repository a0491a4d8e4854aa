using Switchyard.Blobs;

namespace Switchyard.Tickets;

/// <summary>A request's body, read once from its start; it ends with an exception when it is longer than allowed.</summary>
/// <remarks>The server would cut the connection at a limit of its own, and the client would never see why.</remarks>
internal sealed class CappedBody(Stream body, long most) : Stream
{
    private const int DrainBuffer = 64 * 1024;

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

    /// <exception cref="BlobTooLargeException">More came than allowed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        Ended |= count == 0 && !buffer.IsEmpty;
        _read += count;
        return _read > most ? throw new BlobTooLargeException(most) : count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>
    /// Reads what is left and forgets it: a client that sends all before it looks for an answer would else find its
    /// connection cut. What is longer than allowed is left.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[DrainBuffer];
        try
        {
            while (await ReadAsync(buffer, cancellationToken) > 0)
            {
                // What is read is not wanted.
            }
        }
        catch (BlobTooLargeException)
        {
            // The answer is known already; the rest is the server's to cut.
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A body is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
