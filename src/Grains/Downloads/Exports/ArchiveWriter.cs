using System.IO.Compression;

namespace Switchyard.Downloads.Exports;

/// <summary>A zip of deflated members, in the order in which they are added.</summary>
internal sealed class ArchiveWriter : IAsyncDisposable
{
    private readonly ZipArchive _zip;
    private readonly DateTimeOffset _time;

    private ArchiveWriter(ZipArchive zip, DateTimeOffset time) => (_zip, _time) = (zip, time);

    /// <param name="time">When all members were made.</param>
    public static async Task<ArchiveWriter> CreateAsync(string path, DateTimeOffset time, CancellationToken cancellationToken) =>
        new(await ZipArchive.CreateAsync(File.Create(path), ZipArchiveMode.Create, leaveOpen: false, entryNameEncoding: null, cancellationToken), time);

    public async Task AddAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = _time;
        await using var member = await entry.OpenAsync(cancellationToken);
        await write(member, cancellationToken);
    }

    public Task AddFileAsync(string name, string path, CancellationToken cancellationToken) => AddAsync(
        name,
        async (member, token) =>
        {
            await using var file = File.OpenRead(path);
            await file.CopyToAsync(member, token);
        },
        cancellationToken);

    public ValueTask DisposeAsync() => _zip.DisposeAsync();
}
