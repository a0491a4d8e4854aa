using System.Buffers.Binary;
using Switchyard.Hosting;

namespace Switchyard.Downloads.Pages;

/// <summary>
/// An archive whose directory, which a zip has at its end, is in memory: .NET reads that part, and that alone, without waiting for anybody.
/// </summary>
internal sealed class ArchiveDirectory(IClassifierGrain classifier, ArchiveView archive, PatientCalls calls)
    : GrainArchiveStream(classifier, archive, calls, ArchiveDirectory.PieceSize, ArchiveDirectory.MostPieces)
{
    /// <summary>Bytes of a piece that is fetched.</summary>
    public new const int PieceSize = 64 * 1024;

    /// <summary>Together 8 MiB: what a look costs at most, whatever the archive's length.</summary>
    public const int MostPieces = 128;

    /// <summary>Bytes of the end of a zip without a remark, which says where the directory begins.</summary>
    private const int End = 22;

    /// <summary>A remark is as long as this at most.</summary>
    private const int LongestRemark = ushort.MaxValue;

    private static readonly byte[] EndMark = [0x50, 0x4B, 0x05, 0x06];

    private byte[] _tail = [];

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
            throw new InvalidDataException("There is too much in it to be looked into here.");
        }

        await HoldAsync(begin, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var at = Position - (Length - _tail.Length);
        if (at < 0)
        {
            return base.Read(buffer, offset, count);
        }

        var read = (int)Math.Min(count, _tail.Length - at);
        _tail.AsSpan((int)at, read).CopyTo(buffer.AsSpan(offset));
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
