using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Switchyard.Hosting;
using Switchyard.Tickets.Uploads;

namespace Switchyard.Tickets.Classic;

/// <summary>
/// Turns the fields of a prediction into the archive that any client would upload. Volumes come as files, or as fields
/// in base64; they pass through files of this machine, since an archive tells lengths before contents.
/// </summary>
internal sealed class ClassicUpload(IReadOnlyList<ClassicInput> inputs) : IAsyncDisposable
{
    private const int LongestValue = 1024 * 1024;

    private readonly Dictionary<string, FileStream> _volumes = [];
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads a form, whose length is bounded; fields that no input has are passed over.</summary>
    /// <exception cref="InvalidDataException">A field is not what its input takes.</exception>
    public async Task ReadAsync(FormParts parts, CancellationToken cancellationToken)
    {
        while (await parts.NextAsync(cancellationToken) is { } part)
        {
            if (inputs.FirstOrDefault(known => known.Id == part.Name) is not { } input
                || _volumes.ContainsKey(input.Id)
                || _values.ContainsKey(input.Id))
            {
                continue;
            }

            if (input.IsVolume)
            {
                await ReadVolumeAsync(input.Id, part, cancellationToken);
            }
            else
            {
                _values[input.Id] = await part.ReadTextAsync(LongestValue, cancellationToken)
                    ?? throw new InvalidDataException($"the field '{input.Id}' is no text, or too long.");
            }
        }
    }

    /// <summary>Writes the archive into a file of this machine, which stands at its start and is the caller's.</summary>
    public async Task<FileStream> PackAsync(CancellationToken cancellationToken)
    {
        var archive = TemporaryFile.Create();
        try
        {
            await using (var packed = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
            await using (var tar = new TarWriter(packed, TarEntryFormat.Pax))
            {
                await WriteAsync(tar, "main.json", new MemoryStream(MainJson()), cancellationToken);
                foreach (var (id, volume) in _volumes)
                {
                    volume.Position = 0;
                    await WriteAsync(tar, $"file-{id}.mha", volume, cancellationToken);
                }
            }

            archive.Position = 0;
            return archive;
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var volume in _volumes.Values)
        {
            await volume.DisposeAsync();
        }
    }

    private static Task WriteAsync(TarWriter tar, string name, Stream content, CancellationToken cancellationToken) => tar.WriteEntryAsync(
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch },
        cancellationToken);

    private async Task ReadVolumeAsync(string id, FormPart part, CancellationToken cancellationToken)
    {
        var file = _volumes[id] = TemporaryFile.Create();
        if (part.IsFile)
        {
            await part.Body.CopyToAsync(file, cancellationToken);
            return;
        }

        try
        {
            await Base64Field.DecodeAsync(part.Body, bytes => file.WriteAsync(bytes, cancellationToken), cancellationToken);
        }
        catch (FormatException)
        {
            throw new InvalidDataException($"the field '{id}' is not base64.");
        }
    }

    private byte[] MainJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("inputs");
            foreach (var input in inputs)
            {
                if (_values.TryGetValue(input.Id, out var value))
                {
                    // A slider says "3.0", which is no text of an integer.
                    json.WriteString(input.Id, input.Type == "int" ? Whole(value) : value);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string Whole(string value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture)
            : value;
}
