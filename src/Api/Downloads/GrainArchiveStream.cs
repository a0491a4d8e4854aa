using Switchyard.Hosting;
using Switchyard.Streams;

namespace Switchyard.Downloads;

/// <summary>
/// Reads an archive through its grain, a piece at a time. It fails when the archive is replaced meanwhile, which cuts an
/// answer that has begun: two halves of two archives are none.
/// </summary>
/// <param name="pieceSize">Bytes.</param>
internal class GrainArchiveStream(IClassifierGrain classifier, ArchiveView archive, PatientCalls calls, int pieceSize = GrainArchiveStream.PieceSize)
    : PieceStream(archive.Length)
{
    /// <summary>Bytes.</summary>
    public const int PieceSize = 1024 * 1024;

    /// <summary>A long transfer outlasts the loss of the silo that it read from.</summary>
    protected override async Task<byte[]> FetchAsync(long at, CancellationToken cancellationToken)
    {
        var count = (int)Math.Min(pieceSize, Length - at);
        return await calls.AskAsync(() => classifier.ReadArchiveAsync(archive.Id, at, count), cancellationToken) is { Length: > 0 } piece
            ? piece
            : throw new IOException($"The archive {archive.Id} was replaced or ended at {at} of {Length} bytes.");
    }
}
