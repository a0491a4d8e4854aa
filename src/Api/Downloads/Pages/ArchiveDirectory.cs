using System.Buffers.Binary;
using Switchyard.Hosting;

namespace Switchyard.Downloads.Pages;

/// <summary>
/// An archive whose directory, which a zip has at its end, is in memory: .NET reads that part, and that alone, without waiting for anybody.
/// </summary>
internal sealed class ArchiveDirectory(IClassifierGrain classifier, ArchiveView archive, PatientCalls calls)
    : GrainArchiveStream(classifier, archive, calls, End + LongestRemark)
{
    /// <summary>Together 8 MiB: what a look costs at most, whatever the archive's length.</summary>
    private const int MostPieces = 128;

    private const string TooMuch = "There is too much in it to be looked into here.";

    /// <summary>Bytes of the end of a zip without a remark, which says where the directory begins.</summary>
    private const int End = 22;

    /// <summary>A remark is as long as this at most.</summary>
    private const int LongestRemark = ushort.MaxValue;

    private static readonly byte[] EndMark = [0x50, 0x4B, 0x05, 0x06];

    private byte[] _tail = [];
    private int _pieces;

    private bool IsHeld => Position >= Length - _tail.Length;

    /// <summary>Fetches the directory.</summary>
    /// <param name="most">Bytes that it may have.</param>
    /// <exception cref="InvalidDataException">It is no zip, or its directory is larger.</exception>
    public async Task OpenAsync(int most, CancellationToken cancellationToken)
    {
        await HoldAsync(Math.Max(0, Length - End - LongestRemark), cancellationToken);
        var end = _tail.AsSpan().LastIndexOf(EndMark);
        if (end < 0 || _tail.Length - end < End)
        {
            throw new InvalidDataException("It is no zip.");
        }

        var begin = BinaryPrimitives.ReadUInt32LittleEndian(_tail.AsSpan(end + 16));
        if (begin >= Length || Length - begin > most)
        {
            throw new InvalidDataException(TooMuch);
        }

        await HoldAsync(begin, cancellationToken);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsHeld ? ValueTask.FromResult(ReadHeld(buffer.Span)) : base.ReadAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        IsHeld ? ReadHeld(buffer.AsSpan(offset, count)) : base.Read(buffer, offset, count);

    protected override Task<byte[]> FetchAsync(long at, CancellationToken cancellationToken) =>
        _pieces++ < MostPieces ? base.FetchAsync(at, cancellationToken) : throw new InvalidDataException(TooMuch);

    private int ReadHeld(Span<byte> buffer)
    {
        var held = _tail.AsSpan((int)Math.Min(_tail.Length, Position - (Length - _tail.Length)));
        var read = Math.Min(buffer.Length, held.Length);
        held[..read].CopyTo(buffer);
        Position += read;
        return read;
    }

    private async Task HoldAsync(long from, CancellationToken cancellationToken)
    {
        if (Length - from > _tail.Length)
        {
            var tail = new byte[Length - from];
            Position = from;
            await this.ReadExactlyAsync(tail, cancellationToken);
            _tail = tail;
        }

        Position = 0;
    }
}
