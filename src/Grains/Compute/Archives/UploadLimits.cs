namespace Switchyard.Compute.Archives;

/// <summary>How much an uploaded archive may hold.</summary>
public sealed record UploadLimits
{
    /// <summary>Bytes of all members together, those that are ignored too, as they really come. Default: 4 GiB.</summary>
    public long MaxUnpackedBytes { get; init; } = 4L << 30;

    /// <summary>Members of any kind, those that are ignored too. Default: 10,000.</summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Unpacked bytes for each packed one, judged from <see cref="RatioFrom"/> on. Default: 200.</summary>
    public int MaxRatio { get; init; } = 200;

    /// <summary>Unpacked bytes below which any ratio will do. Default: 16 MiB.</summary>
    public long RatioFrom { get; init; } = 16L << 20;
}
