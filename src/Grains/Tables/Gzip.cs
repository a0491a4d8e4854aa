using System.IO.Compression;
using Switchyard.Compute.Archives;

namespace Switchyard.Tables;

/// <summary>How bytes lie in the store: tables and results are text that repeats itself, and shrink to a tenth.</summary>
internal static class Gzip
{
    public static byte[] Pack(ReadOnlySpan<byte> data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }

        return packed.ToArray();
    }

    public static async Task<byte[]> PackAsync(Stream data)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await data.CopyToAsync(gzip);
        }

        return packed.ToArray();
    }

    public static byte[] Unpack(byte[] data)
    {
        using var gzip = new GzipReader(new MemoryStream(data));
        using var unpacked = new MemoryStream(data.Length * 4);
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
