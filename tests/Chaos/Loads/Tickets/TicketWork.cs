using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Loads.Tickets;

/// <summary>What a ticket is for.</summary>
/// <param name="Number">Of the load's items; no other ticket has this result.</param>
/// <param name="Seconds">How long the script works; null: it is a computation of the node's own.</param>
internal sealed record TicketWork(long Number, double? Seconds)
{
    public const string NoService = "Service not available.";

    public bool IsScript => Seconds is not null;

    /// <summary>The bytes of <c>result.txt</c>.</summary>
    public byte[] Result => Encoding.ASCII.GetBytes(
        IsScript ? $"item {Number}" : string.Create(CultureInfo.InvariantCulture, $"{Number}.0 + 0.5 = {Number}.5"));

    /// <summary>Asks for it as the original's client does. It may be refused while no node that is there has told its sources.</summary>
    public Call Request()
    {
        var archive = Pack();
        return new("tickets", HttpMethod.Post, "/request")
        {
            Content = () => new MultipartFormDataContent
            {
                { new StringContent(IsScript ? RunHistory.Service : "FloatComputation"), "service" },
                { new ByteArrayContent(archive), "payload", "payload.tar.gz" },
            },
            IsAnswer = static answer => (int)answer.Status is < 500 and not 429 && !(answer.IsOk && answer.Text == NoService),
        };
    }

    /// <summary>Whether a result is this work's, to the byte.</summary>
    public bool IsResult(byte[] archive)
    {
        try
        {
            using var tar = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
            if (tar.GetNextEntry() is not { Name: "result.txt" } entry)
            {
                return false;
            }

            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            return content.ToArray().AsSpan().SequenceEqual(Result) && tar.GetNextEntry() is null;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            return false;
        }
    }

    private byte[] Pack()
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true), TarEntryFormat.Ustar))
        {
            var inputs = IsScript ? "" : string.Create(CultureInfo.InvariantCulture, $"\"f1\":{Number},\"f2\":0.5,\"op\":\"add\"");
            Add(tar, "main.json", $"{{\"inputs\":{{{inputs}}}}}");
            if (Seconds is { } seconds)
            {
                Add(tar, RunHistory.Input, string.Create(CultureInfo.InvariantCulture, $"{Number} {seconds:0.000}\n"));
            }
        }

        return archive.ToArray();
    }

    private static void Add(TarWriter tar, string name, string content) =>
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)) });
}
