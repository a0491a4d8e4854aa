using System.Globalization;
using System.Text;
using Switchyard.Text;

namespace Switchyard.Compute.Runs;

/// <summary>
/// What a run says, bounded: the beginning and the end are kept, and a line in between says how much was left out. Safe
/// for several writers.
/// </summary>
public sealed class RunLog
{
    private const byte NewLine = (byte)'\n';

    private readonly Lock _gate = new();
    private readonly Action<RunLog>? _written;
    private readonly int _headBytes;
    private readonly int _tailBytes;
    private byte[] _head = [];
    private byte[] _tail = [];
    private long _length;

    /// <param name="written">Called after each piece that comes, by who writes it: must be fast.</param>
    /// <param name="headBytes">How much of the beginning is kept.</param>
    /// <param name="tailBytes">How much of the end is kept. At least 1.</param>
    public RunLog(Action<RunLog>? written = null, int headBytes = 64 << 10, int tailBytes = 64 << 10)
    {
        _written = written;
        _headBytes = headBytes;
        _tailBytes = tailBytes;
    }

    /// <summary>All bytes that were written, kept or not.</summary>
    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _length;
            }
        }
    }

    /// <summary>Adds a line.</summary>
    public void WriteLine(string line) => Write([.. Encoding.UTF8.GetBytes(line), NewLine]);

    /// <summary>Adds text; it need not end with a line.</summary>
    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a piece of text in UTF-8; it need not end with a line or a character.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            Take(piece.Length);
            var toHead = (int)Math.Min(piece.Length, Math.Max(0, _head.Length - _length));
            piece[..toHead].CopyTo(_head.AsSpan((int)Math.Min(_length, _head.Length)));
            var rest = piece[toHead..];
            var beyond = _length + toHead - _head.Length;
            _length += piece.Length;
            if (rest.Length > _tail.Length)
            {
                beyond += rest.Length - _tail.Length;
                rest = rest[^_tail.Length..];
            }

            if (!rest.IsEmpty)
            {
                var at = (int)(beyond % _tail.Length);
                var first = Math.Min(rest.Length, _tail.Length - at);
                rest[..first].CopyTo(_tail.AsSpan(at));
                rest[first..].CopyTo(_tail);
            }
        }

        _written?.Invoke(this);
    }

    /// <summary>The last line that says something; null when none does. A long one is cut at its beginning.</summary>
    /// <param name="most">Characters.</param>
    public string? LastLine(int most)
    {
        var text = ToString().AsSpan().TrimEnd();
        var line = text[(text.LastIndexOfAny('\n', '\r') + 1)..].Trim();
        return line.IsEmpty ? null : SoundText.EndOf(line.ToString(), most);
    }

    /// <summary>What is kept, as text: what is not UTF-8, and NUL, is replaced.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            var beyond = Math.Max(0, _length - _head.Length);
            var head = _head.AsSpan(0, (int)Math.Min(_length, _head.Length));
            if (beyond <= _tail.Length)
            {
                return Decode([.. head, .. _tail.AsSpan(0, (int)beyond)]);
            }

            var at = (int)(beyond % _tail.Length);
            var leftOut = (beyond - _tail.Length).ToString(CultureInfo.InvariantCulture);
            byte[] tail = [.. _tail.AsSpan(at), .. _tail.AsSpan(0, at)];
            return $"{Decode(WithoutBrokenEnd(head))}\n[... {leftOut} bytes left out ...]\n{Decode(WithoutBrokenStart(tail))}";
        }
    }

    /// <summary>Most runs say little or nothing: memory is taken when they do.</summary>
    private void Take(int length)
    {
        if (_head.Length == 0)
        {
            _head = new byte[_headBytes];
        }

        if (_tail.Length == 0 && _length + length > _headBytes)
        {
            _tail = new byte[_tailBytes];
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes) => SoundText.Of(Encoding.UTF8.GetString(bytes));

    private static ReadOnlySpan<byte> WithoutBrokenStart(ReadOnlySpan<byte> bytes)
    {
        var skip = 0;
        while (skip < Math.Min(3, bytes.Length) && (bytes[skip] & 0xC0) == 0x80)
        {
            skip++;
        }

        return bytes[skip..];
    }

    private static ReadOnlySpan<byte> WithoutBrokenEnd(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            if ((bytes[^back] & 0xC0) == 0xC0)
            {
                var length = bytes[^back] >= 0xF0 ? 4 : bytes[^back] >= 0xE0 ? 3 : 2;
                return length > back ? bytes[..^back] : bytes;
            }
        }

        return bytes;
    }
}
