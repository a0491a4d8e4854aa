using System.Buffers;
using System.Formats.Tar;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Compute.Archives;
using Switchyard.Hosting;

namespace Switchyard.Tickets.Classic;

/// <summary>
/// A finished ticket's result as the classic protocol hands it over: each volume as a MetaImage in base64, texts as
/// texts, and what is neither by its name: nothing of it is left out without a word. Volumes are converted by the cluster and go
/// out as they are read.
/// </summary>
internal sealed class ClassicResults(TicketView ticket, IGrainFactory grains, IBlobStore blobs, PatientCalls calls, long mostUnpacked)
    : IResult
{
    /// <summary>Of a longer one the beginning is handed over.</summary>
    private const int LongestText = 64 * 1024;

    /// <summary>More are only counted: each is looked for in the archive anew.</summary>
    private const int MostMembers = 100;
    private const int MostNamed = 50;

    /// <summary>Bytes in a line of base64 of 76 characters.</summary>
    private const int Line = 57;

    private const int Lines = 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, left) = (httpContext.Response, httpContext.RequestAborted);
        IReadOnlyList<ClassicMember> members;
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

    private async Task WriteAsync(PipeWriter to, IReadOnlyList<ClassicMember> members, CancellationToken left)
    {
        await using var json = new Utf8JsonWriter(to);
        json.WriteStartArray();
        ClassicAnswer.WriteText(json, $"The results of your earlier request {ticket.Item.Id} have been received");
        var untold = members.Skip(MostMembers).ToList();
        foreach (var member in members.Take(MostMembers))
        {
            if (!await WriteVolumeAsync(json, to, member.Name, left))
            {
                if (member.Text is { } text)
                {
                    ClassicAnswer.WriteText(json, text, member.Name);
                }
                else
                {
                    untold.Add(member);
                }
            }

            await SendAsync(json, to, left);
        }

        if (untold is not [])
        {
            ClassicAnswer.WriteText(json, Words(untold), "Not shown");
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

    private string Words(List<ClassicMember> untold)
    {
        var names = string.Join(", ", untold.Take(MostNamed).Select(member => FormattableString.Invariant($"{member.Name} ({member.Length} bytes)")));
        var more = untold.Count > MostNamed ? FormattableString.Invariant($" and {untold.Count - MostNamed} more") : "";
        return $"These files of the result cannot be shown here: {names}{more}. The archive of ticket {ticket.Item.Id} has them.";
    }

    /// <summary>The regular files of the archive, in their order; with their content where it is text.</summary>
    private async Task<IReadOnlyList<ClassicMember>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new OrderedDictionary<string, ClassicMember>(StringComparer.Ordinal);
        if (ticket.ResultBlob is not { } blob || await blobs.OpenAsync(blob, cancellationToken) is not { } content)
        {
            return [];
        }

        await using (content)
        {
            await using var packed = new GzipReader(content);
            await using var unpacked = new CappedBody(packed, mostUnpacked);
            await using var tar = new TarReader(unpacked, leaveOpen: true);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                var name = entry.Name;
                while (name.StartsWith("./", StringComparison.Ordinal))
                {
                    name = name[2..];
                }

                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && name.Length > 0)
                {
                    found[name] = new ClassicMember(name, entry.Length, found.Count < MostMembers ? await ReadTextAsync(entry, cancellationToken) : null);
                }
            }

            await unpacked.CopyToAsync(Stream.Null, cancellationToken);
        }

        return [.. found.Values];
    }

    private static async Task<string?> ReadTextAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Length == 0 || entry.DataStream is not { } data)
        {
            return null;
        }

        var bytes = new byte[Math.Min(entry.Length, LongestText)];
        await data.ReadExactlyAsync(bytes, cancellationToken);
        var isWhole = entry.Length == bytes.Length;
        return TextOf(bytes, isWhole) is { } text
            ? isWhole ? text : FormattableString.Invariant($"{text}\n... (the beginning of {entry.Length} bytes)")
            : null;
    }

    /// <summary>Null when it is none; what is cut may end within a letter.</summary>
    private static string? TextOf(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var letters = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, letters, out _, out var count, replaceInvalidSequences: false, isFinalBlock: isWhole);
        var text = letters.AsSpan(0, count);
        foreach (var letter in text)
        {
            if (char.IsControl(letter) && !char.IsWhiteSpace(letter))
            {
                return null;
            }
        }

        return status == OperationStatus.Done || (status == OperationStatus.NeedMoreData && !isWhole) ? text.ToString() : null;
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

/// <summary>A file of a result.</summary>
/// <param name="Text">Its content, or the beginning of it, where it is text.</param>
internal sealed record ClassicMember(string Name, long Length, string? Text);
