using System.Formats.Tar;
using System.Text.Json;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;

namespace Switchyard.Expertise.Scores;

/// <summary>What a scoring step left, read from its beginning to its end: a score file may be larger than the memory.</summary>
internal sealed class ScoreArchive : IAsyncDisposable
{
    private readonly Stream _blob;
    private readonly GzipReader _unpacked;
    private readonly TarReader _tar;

    private ScoreArchive(Stream blob)
    {
        _blob = blob;
        _unpacked = new GzipReader(blob);
        _tar = new TarReader(_unpacked, leaveOpen: true);
    }

    /// <summary>Null when there is no such blob.</summary>
    public static async Task<ScoreArchive?> OpenAsync(IBlobStore blobs, string? blob, CancellationToken cancellationToken) =>
        blob is not null && await blobs.OpenAsync(blob, cancellationToken) is { } content ? new ScoreArchive(content) : null;

    /// <summary>Reads on to the next file; null at the end.</summary>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public async Task<ScoreMember?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                var name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                return new ScoreMember(name, entry.DataStream ?? Stream.Null, entry.Length);
            }
        }

        // All of it came only if its end did.
        await _unpacked.CopyToAsync(Stream.Null, cancellationToken);
        return null;
    }

    /// <summary>Reads on to the file of a name; null when there is none from here on.</summary>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public async Task<ScoreMember?> FindAsync(string name, CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } file)
        {
            if (file.Name == name)
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>What comes of reading; unless something does, the archive is disposed.</summary>
    public async Task<T?> OrDisposeAsync<T>(Func<Task<T?>> read)
        where T : class
    {
        T? found = null;
        try
        {
            return found = await read();
        }
        finally
        {
            if (found is null)
            {
                await DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync();
        await _unpacked.DisposeAsync();
        await _blob.DisposeAsync();
    }
}

/// <summary>A file of an archive, to be read before the next.</summary>
internal sealed record ScoreMember(string Name, Stream Content, long Length)
{
    /// <summary>Bytes of the longest JSON that is read.</summary>
    private const int LongestJson = 64 * 1024 * 1024;

    /// <exception cref="InvalidDataException">It is very long.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public async Task<byte[]> ReadJsonAsync(CancellationToken cancellationToken)
    {
        if (Length > LongestJson)
        {
            throw new InvalidDataException($"{Name} has {Length} bytes.");
        }

        var json = new byte[Length];
        await Content.ReadExactlyAsync(json, cancellationToken);
        JsonDocument.Parse(json).Dispose();
        return json;
    }
}
