using System.IO.Compression;
using SharpCompress.Compressors.BZip2;

namespace Switchyard.Compute.Archives;

/// <summary>One archive of two files, in every way to pack it: made here, but for xz, which nothing here writes.</summary>
internal static class Packings
{
    public const string Gzip = "gzip";
    public const string StoredGzip = "gzip, stored";
    public const string Bzip2 = "bzip2";
    public const string Xz = "xz";
    public const string Zip = "zip";

    /// <summary>The second in two streams.</summary>
    private const string TwoXz = "xz, two streams";
    private const string TwoGzips = "gzip, two members";
    private const string TwoBzip2s = "bzip2, two streams";

    public static string[] All { get; } = [Gzip, StoredGzip, TwoGzips, Bzip2, TwoBzip2s, Xz, TwoXz, Zip];

    public static IReadOnlyList<UploadedFile> Files { get; } = [new("main.json", 2), new("numbers", 50)];

    private static readonly byte[] Tar = Tars.MakeFiles(("main.json", "{}"), ("numbers", string.Concat(Enumerable.Repeat("0123456789", 5))));

    private static readonly byte[] XzOfWhole = Convert.FromBase64String(
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4Av/AGZdADaYSXKFApo1LOsVhR3pUGXInTae6CqXSTqxbixSoF2ooAEMl20Lphr2+HDt83EF79x4YzRRTpkIA2BI61YaaNtPpwweEJ63IwILbMcY2LuuDFYtLr0oErQXjUiIvI5e6zUtjWVkAAAAAENcxuy1Yd4wAAGCAYAYAABNDCFSscRn+wIAAAAABFla");

    /// <summary>With sha256, then with crc32.</summary>
    private static readonly byte[] XzOfHalves =
    [
        .. Convert.FromBase64String(
            "/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4APnADxdADaYSXKFApo1LOsVhR3pUGXInTae6CqXSTqxbixSoF2ooAEMl20Lphr2+HDt83EF79x4YzRRTpkEsouPgABVfpUNa8qV6rzEq5R6CfKMBEg1Aol7r2P+NMQKVNjFLAABcOgHAAAAu20ETbbp3xwCAAAAAApZWg=="),
        .. Convert.FromBase64String(
            "/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4AgXAE5dAABuCLYQ4tC+Z97WO6vrAngB9Xugg8MZFkkesBWs8wl9Na9a2xs9SlXIKH1D4gd6ZMplaFRD0aUdj/X9zlL+vOneBN4Vta2OP4uILaTtkAAAANhKAgAAAWaYEAAAANQDl6w+MA2LAgAAAAABWVo="),
    ];

    /// <summary>An xz of ten bytes through a filter that is not read.</summary>
    public static byte[] XzWithDelta { get; } =
        Convert.FromBase64String("/Td6WFoAAATm1rRGAgEDAQAhARZ5IMTu4AAJAAddADwAMYAAAAAAAJhPtU19mP30AAEjClQr+n4ftvN9AQAAAAAEWVo=");

    /// <summary>An xz of ten bytes that asks for a dictionary of 1 GiB.</summary>
    public static byte[] XzOfGreatMemory { get; } =
        Convert.FromBase64String("/Td6WFoAAATm1rRGAgAhASQAAABeH8f54AAJAAZdADxrfAAAAAAAAJhPtU19mP30AAEiChUa4WcftvN9AQAAAAAEWVo=");

    public static byte[] Make(string packing) => packing switch
    {
        Gzip => Tars.Gzip(Tar),
        StoredGzip => Packed(Tar, stream => new GZipStream(stream, CompressionLevel.NoCompression, leaveOpen: true)),
        TwoGzips => [.. Tars.Gzip(Tar[..1000]), .. Tars.Gzip(Tar[1000..])],
        Bzip2 => OfBzip2(Tar),
        TwoBzip2s => [.. OfBzip2(Tar[..1000]), .. OfBzip2(Tar[1000..])],
        Xz => XzOfWhole,
        TwoXz => XzOfHalves,
        Zip => OfZip(("main.json", "{}"), ("numbers", string.Concat(Enumerable.Repeat("0123456789", 5)))),
        _ => throw new ArgumentOutOfRangeException(nameof(packing), packing, "no such packing"),
    };

    public static byte[] OfBzip2(byte[] content) =>
        Packed(content, stream => BZip2Stream.Create(stream, SharpCompress.Compressors.CompressionMode.Compress, decompressConcatenated: false, leaveOpen: true));

    public static byte[] OfZip(params IEnumerable<(string Name, string Content)> files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Packed(byte[] content, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var packing = pack(packed))
        {
            packing.Write(content);
        }

        return packed.ToArray();
    }
}
