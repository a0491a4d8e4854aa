using System.Buffers;
using Switchyard.Text;

namespace Switchyard.Hosting;

/// <summary>A request's body as <see cref="StrictJsonFilter"/> passes it on, read once from its start.</summary>
internal sealed class StrictJsonBody(Stream body) : Stream
{
    private const int Piece = 16 * 1024;

    private readonly StrictJsonFilter _filter = new(keepsPlaces: false);
    private readonly ArrayBufferWriter<byte> _passed = new();
    private readonly byte[] _piece = new byte[Piece];
    private int _given;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_given == _passed.WrittenCount && !_ended)
        {
            _given = 0;
            _passed.ResetWrittenCount();
            var count = await body.ReadAsync(_piece, cancellationToken);
            _filter.Write(_piece.AsSpan(0, count), _passed);
            if (count == 0)
            {
                _filter.Complete(_passed);
                _ended = true;
            }
        }

        var given = Math.Min(buffer.Length, _passed.WrittenCount - _given);
        _passed.WrittenMemory.Slice(_given, given).CopyTo(buffer);
        _given += given;
        return given;
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
}
