using System.Formats.Tar;
using System.IO.Compression;

namespace Switchyard.Cluster.Yard;

/// <summary>An upload for a service of the node's own: 0.5 + 0.5.</summary>
internal static class TicketForm
{
    private static readonly byte[] Archive = Pack("""{"inputs":{"f1":0.5,"f2":0.5,"op":"add"}}"""u8.ToArray());

    public static HttpContent Make() => Of("FloatComputation");

    public static HttpContent Of(string service) => new MultipartFormDataContent
    {
        { new StringContent(service), "service" },
        { new ByteArrayContent(Archive), "payload", "payload.tar.gz" },
    };

    private static byte[] Pack(byte[] main)
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "main.json") { DataStream = new MemoryStream(main) });
        }

        return archive.ToArray();
    }
}
