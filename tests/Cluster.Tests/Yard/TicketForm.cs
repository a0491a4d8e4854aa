using System.IO.Compression;
using Switchyard.Servers;

namespace Switchyard.Cluster.Yard;

/// <summary>An upload for a service of the node's own: 0.5 + 0.5.</summary>
internal static class TicketForm
{
    private static readonly byte[] Archive = TarGz.Pack(
        CompressionLevel.Fastest, ("main.json", """{"inputs":{"f1":0.5,"f2":0.5,"op":"add"}}"""u8.ToArray()));

    public static HttpContent Make() => Of("FloatComputation");

    public static HttpContent Of(string service) => new MultipartFormDataContent
    {
        { new StringContent(service), "service" },
        { new ByteArrayContent(Archive), "payload", "payload.tar.gz" },
    };
}
