using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tickets;

/// <summary>Uploads as clients pack them, and results as they unpack them.</summary>
internal static class Archive
{
    public static byte[] Pack(params IEnumerable<(string Name, byte[] Content)> files) => TarGz.Pack(CompressionLevel.SmallestSize, files);

    /// <summary>An upload whose <c>main.json</c> has these inputs, as JSON.</summary>
    public static byte[] OfInputs(string inputs) => Pack(("main.json", Encoding.UTF8.GetBytes($$"""{"inputs":{{inputs}}}""")));

    public static (string Name, byte[] Content) ReadOnly(byte[] archive)
    {
        using var gzip = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        var entry = tar.GetNextEntry();
        Assert.NotNull(entry);
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        Assert.Null(tar.GetNextEntry());
        return (entry.Name, content.ToArray());
    }
}
