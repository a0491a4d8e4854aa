using System.Buffers;

namespace Switchyard.Blobs;

/// <summary>
/// Blobs as files: <c>ab/cd/abcd...</c>, written under a temporary name beside their place and renamed when they are on
/// disk, so that a file with a blob's name is always whole. For one node.
/// </summary>
internal sealed class DirectoryBlobStore(string root, TimeProvider time) : IBlobStore, IBlobInventory
{
    private const string TemporarySuffix = ".tmp";
    private const int BufferSize = 128 * 1024;

    /// <summary>No upload lasts this long: an older temporary file was left by a crash.</summary>
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    public async Task<BlobInfo> WriteAsync(Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var id = BlobId.Create();
        var path = PathOf(id);
        var temporary = path + TemporarySuffix;
        CreateDirectoryOf(path);
        try
        {
            var length = await WriteFileAsync(temporary, content, maxLength, cancellationToken);
            File.Move(temporary, path);
            DurableDirectory.Flush(Path.GetDirectoryName(path)!);
            return new BlobInfo(id, length);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        if (!BlobId.IsValid(id))
        {
            return Task.FromResult<Stream?>(null);
        }

        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(id), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                BufferSize = BufferSize,
                Options = FileOptions.Asynchronous,
            }));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (!BlobId.IsValid(id) || !File.Exists(PathOf(id)))
        {
            return Task.FromResult(false);
        }

        File.Delete(PathOf(id));
        return Task.FromResult(true);
    }

    /// <summary>A file is written last when its blob is complete.</summary>
    public IAsyncEnumerable<string> ListAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var newest = (time.GetUtcNow() - age).UtcDateTime;
        return new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => BlobId.IsValid(file.Name) && file.LastWriteTimeUtc <= newest)
            .Select(file => file.Name)
            .ToAsyncEnumerable();
    }

    /// <summary>Removes what uploads left that a crash cut off.</summary>
    public void DeleteLeftovers(CancellationToken cancellationToken)
    {
        var oldest = (time.GetUtcNow() - LeftoverAge).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(root, "*" + TemporarySuffix, SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (File.GetLastWriteTimeUtc(file) < oldest)
            {
                File.Delete(file);
            }
        }
    }

    private static async Task<long> WriteFileAsync(
        string path, Stream content, long maxLength, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var length = 0L;
            while (await content.ReadPieceAsync(buffer, length, maxLength, cancellationToken) is var read and > 0)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                length += read;
            }

            file.Flush(flushToDisk: true);
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void CreateDirectoryOf(string path)
    {
        var leaf = Path.GetDirectoryName(path)!;
        if (Directory.Exists(leaf))
        {
            return;
        }

        Directory.CreateDirectory(leaf);
        DurableDirectory.Flush(Path.GetDirectoryName(leaf)!);
        DurableDirectory.Flush(root);
    }

    private string PathOf(string id) => Path.Combine(root, id[..2], id[2..4], id);
}
