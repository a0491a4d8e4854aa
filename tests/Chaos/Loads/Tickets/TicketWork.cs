using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Switchyard.Chaos.Clients;
using Switchyard.Servers;

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
        var inputs = IsScript ? "" : string.Create(CultureInfo.InvariantCulture, $"\"f1\":{Number},\"f2\":0.5,\"op\":\"add\"");
        var main = ("main.json", Encoding.ASCII.GetBytes($"{{\"inputs\":{{{inputs}}}}}"));
        return Seconds is { } seconds
            ? TarGz.Pack(CompressionLevel.Fastest, main, (RunHistory.Input, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Number} {seconds:0.000}\n"))))
            : TarGz.Pack(CompressionLevel.Fastest, main);
    }
}
