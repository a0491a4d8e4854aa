namespace Switchyard.Jobs.Datasets;

/// <summary>How much of one archive is looked at before it is given up.</summary>
/// <param name="Members">Members of the archive.</param>
/// <param name="Bytes">Bytes read, after decompression. Of an archive that is not compressed only the headers are read.</param>
internal sealed record ArchiveLimits(int Members, long Bytes)
{
    public static ArchiveLimits Default { get; } = new(200_000, 1L << 30);
}
