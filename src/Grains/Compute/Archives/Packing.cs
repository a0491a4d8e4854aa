namespace Switchyard.Compute.Archives;

/// <summary>What an archive is packed with.</summary>
internal enum Packing
{
    /// <summary>Nothing that is known here.</summary>
    None,
    Gzip,
    Bzip2,
    Xz,
}

internal static class PackingSignatures
{
    /// <summary>Bytes that tell all of them apart.</summary>
    public const int Longest = 6;

    /// <summary>By its first bytes, whatever it is called.</summary>
    public static Packing Of(ReadOnlySpan<byte> start) => start switch
    {
        [0x1f, 0x8b, ..] => Packing.Gzip,
        [(byte)'B', (byte)'Z', (byte)'h', ..] => Packing.Bzip2,
        [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => Packing.Xz,
        _ => Packing.None,
    };

    /// <summary>Its name as people write it.</summary>
    public static string Name(this Packing packing) => packing.ToString().ToLowerInvariant();
}
