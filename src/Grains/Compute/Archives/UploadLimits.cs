namespace Switchyard.Compute.Archives;

/// <summary>How much an uploaded archive may hold. How well it is packed says nothing: masks pack by a thousand and more.</summary>
public sealed record UploadLimits
{
    /// <summary>Bytes of all members together, those that are ignored too, as they really come. Default: 4 GiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 4L << 30;

    /// <summary>Members of any kind, those that are ignored too. Default: 10,000.</summary>
    public int MaxEntries { get; init; } = 10_000;
}
