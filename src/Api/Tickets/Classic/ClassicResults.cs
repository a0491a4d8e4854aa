using System.Formats.Tar;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Hosting;

namespace Switchyard.Tickets.Classic;

/// <summary>
/// A finished ticket's result as the classic protocol hands it over: each volume as a MetaImage in base64, short texts
/// as texts. Volumes are converted by the cluster and go out as they are read.
/// </summary>
internal sealed class ClassicResults(TicketView ticket, IGrainFactory grains, IBlobStore blobs, PatientCalls calls, long mostUnpacked)
    : IResult
{
    private const int LongestText = 64 * 1024;

    /// <summary>Bytes in a line of base64 of 76 characters.</summary>
    private const int Line = 57;

    private const int Lines = 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, left) = (httpContext.Response, httpContext.RequestAborted);
        IReadOnlyList<(string Name, string? Text)> members;
        try
        {
            members = await ListAsync(left);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or EndOfStreamException or BlobTooLargeException)
        {
            await ClassicAnswer.Error(ClassicAnswer.Creation, "the result is no archive.").ExecuteAsync(httpContext);
            return;
        }

        response.ContentType = ClassicAnswer.Json;
        response.Headers.CacheControl = "no-store";
        try
        {
            await WriteAsync(response.BodyWriter, members, left);
        }
        catch (OperationCanceledException)
        {
            // Half an answer must not look like a whole one.
            httpContext.Abort();
            return;
        }

        await response.CompleteAsync();
        await ResultDownload.TellAsync(ticket.Item.Id, grains, calls);
    }

    private async Task WriteAsync(PipeWriter to, IReadOnlyList<(string Name, string? Text)> members, CancellationToken left)
    {
        await using var json = new Utf8JsonWriter(to);
        json.WriteStartArray();
        ClassicAnswer.WriteText(json, $"The results of your earlier request {ticket.Item.Id} have been received");
        foreach (var (name, text) in members)
        {
            if (!await WriteVolumeAsync(json, to, name, left) && text is not null)
            {
                ClassicAnswer.WriteText(json, text, name);
            }

            await SendAsync(json, to, left);
        }

        var seconds = ((ticket.Item.FinishedAt - ticket.Item.StartedAt) ?? TimeSpan.Zero).TotalSeconds;
        ClassicAnswer.WriteText(json, FormattableString.Invariant($"process took {seconds:0.###} seconds"));
        json.WriteEndArray();
        await SendAsync(json, to, left);
    }

    /// <summary>Waits while the client is behind; the writer alone would keep all in memory.</summary>
    /// <exception cref="OperationCanceledException">The client has left.</exception>
    private static async Task SendAsync(Utf8JsonWriter json, PipeWriter to, CancellationToken left)
    {
        await json.FlushAsync(left);
        if ((await to.FlushAsync(left)).IsCompleted)
        {
            throw new OperationCanceledException("The client has left.");
        }
    }

    /// <summary>The regular files at the top of the archive, in their order; with their content where it is a short text.</summary>
    private async Task<IReadOnlyList<(string Name, string? Text)>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new OrderedDictionary<string, string?>(StringComparer.Ordinal);
        if (ticket.ResultBlob is not { } blob || await blobs.OpenAsync(blob, cancellationToken) is not { } content)
        {
            return [];
        }

        await using (content)
        {
            await using var packed = new GZipStream(content, CompressionMode.Decompress);
            await using var unpacked = new CappedBody(packed, mostUnpacked);
            await using var tar = new TarReader(unpacked);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && name.Length > 0 && !name.Contains('/'))
                {
                    found[name] = await ReadTextAsync(entry, cancellationToken);
                }
            }
        }

        return [.. found.Select(member => (member.Key, member.Value))];
    }

    private static async Task<string?> ReadTextAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length is 0 or > LongestText || entry.DataStream is not { } data)
        {
            return null;
        }

        var bytes = new byte[entry.Length];
        await data.ReadExactlyAsync(bytes, cancellationToken);
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return text.Any(letter => char.IsControl(letter) && !char.IsWhiteSpace(letter)) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <returns>Whether it is a volume.</returns>
    private async Task<bool> WriteVolumeAsync(Utf8JsonWriter json, PipeWriter to, string member, CancellationToken cancellationToken)
    {
        // Waited for even when the client has left: nobody but this request would remove what comes of it.
        if (await grains.GetVolumes().ToMetaImageAsync(ticket.ResultBlob!, member) is not { } converted)
        {
            return false;
        }

        await using var image = new OwnBlob(blobs, converted.Id);
        await using var content = await blobs.OpenAsync(converted.Id, cancellationToken)
            ?? throw new IOException($"The blob {converted.Id} of a converted volume is gone.");
        json.WriteStartObject();
        json.WriteString("type", "LabelVolume");
        json.WritePropertyName("content");
        await WriteContentAsync(json, to, content, cancellationToken);
        json.WriteString("label", "");
        json.WriteEndObject();
        return true;
    }

    private static async Task WriteContentAsync(Utf8JsonWriter json, PipeWriter to, Stream content, CancellationToken cancellationToken)
    {
        var (bytes, text) = (new byte[Line * Lines], new StringBuilder(Lines * 78));
        int count;
        while ((count = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
        {
            text.Clear();
            for (var start = 0; start < count; start += Line)
            {
                text.Append(Convert.ToBase64String(bytes, start, Math.Min(Line, count - start))).Append('\n');
            }

            json.WriteStringValueSegment(text.ToString(), isFinalSegment: false);
            await SendAsync(json, to, cancellationToken);
        }

        json.WriteStringValueSegment("", isFinalSegment: true);
    }
}
