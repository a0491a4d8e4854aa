namespace Switchyard.Compute.Archives;

/// <summary>Reads a start that was already taken from a stream, then the stream, and counts.</summary>
internal sealed class CountingStream(Stream rest, ReadOnlyMemory<byte> start) : Stream
{
    private ReadOnlyMemory<byte> _start = start;

    /// <summary>Bytes that were read.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Count;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = TakeStart(buffer.Span);
        if (read == 0)
        {
            read = await rest.ReadAsync(buffer, cancellationToken);
        }

        Count += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = TakeStart(buffer.AsSpan(offset, count));
        if (read == 0)
        {
            read = rest.Read(buffer, offset, count);
        }

        Count += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int TakeStart(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _start.Length);
        _start.Span[..length].CopyTo(buffer);
        _start = _start[length..];
        return length;
    }
}
