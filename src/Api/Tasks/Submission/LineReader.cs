using System.Buffers;

namespace Switchyard.Tasks.Submission;

/// <summary>Reads lines from a stream, without a limit on their number. Of a line that is too long nothing is kept.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    /// <summary>Bytes of one line: a payload of the longest, with room for white space.</summary>
    public const int Longest = 4 * 1024 * 1024;

    private const int FirstPiece = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstPiece);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _isSkipping;

    /// <summary>Of the line that was taken last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Takes the next line of what was read.</summary>
    /// <param name="line">Good until the next call of <see cref="FillAsync"/>; null: it was too long.</param>
    /// <returns>False: there is none yet.</returns>
    public bool TryTake(out ReadOnlyMemory<byte>? line)
    {
        line = null;
        var length = _bytes.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (length >= 0)
        {
            Take(_scanned + length, out line);
            _start = _scanned = _scanned + length + 1;
            return true;
        }

        _scanned = _end;
        if (_end - _start > Longest)
        {
            (_isSkipping, _start) = (true, _end);
        }

        return false;
    }

    /// <summary>What stands behind the last end of a line, when no more comes.</summary>
    public bool TryTakeRest(out ReadOnlyMemory<byte>? line)
    {
        line = null;
        var isThere = _start < _end || _isSkipping;
        if (isThere)
        {
            Take(_end, out line);
            _start = _scanned = _end;
        }

        return isThere;
    }

    /// <summary>Reads more; false: no more comes.</summary>
    public async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        Reserve();
        var read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Take(int end, out ReadOnlyMemory<byte>? line)
    {
        Number++;
        line = _isSkipping || end - _start > Longest ? default(ReadOnlyMemory<byte>?) : _bytes.AsMemory(_start, end - _start);
        _isSkipping = false;
    }

    private void Reserve()
    {
        if (_start == _end)
        {
            (_start, _scanned, _end) = (0, 0, 0);
        }

        if (_end < _bytes.Length)
        {
            return;
        }

        var kept = _bytes.AsSpan(_start, _end - _start);
        if (_start >= _bytes.Length / 2)
        {
            kept.CopyTo(_bytes);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * _bytes.Length);
            kept.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        (_start, _scanned, _end) = (0, _scanned - _start, _end - _start);
    }
}
