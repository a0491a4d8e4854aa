namespace Switchyard.Compute.Services;

/// <summary>How much a command may leave for its result.</summary>
public sealed record ResultLimits
{
    /// <summary>All files together, before packing. Default: 4 GiB.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>Default: 10,000.</summary>
    public int MaxEntries { get; init; } = 10_000;
}
