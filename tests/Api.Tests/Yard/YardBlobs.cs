using Switchyard.Blobs;

namespace Switchyard.Yard;

/// <summary>The node's blobs.</summary>
/// <param name="directory">Where they are files.</param>
public sealed class YardBlobs(IBlobStore store, string directory)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task<string> AddAsync(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return (await store.WriteAsync(stream, content.Length, Cancelled)).Id;
    }

    public async Task<byte[]> ReadAsync(string id)
    {
        await using var content = await store.OpenAsync(id, Cancelled) ?? throw new InvalidOperationException($"There is no blob {id}.");
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancelled);
        return copy.ToArray();
    }

    public async Task<bool> ExistsAsync(string id)
    {
        await using var content = await store.OpenAsync(id, Cancelled);
        return content is not null;
    }

    public Task DeleteAsync(string id) => store.DeleteAsync(id, Cancelled);

    /// <summary>How many blobs have these bytes in them.</summary>
    public int Count(ReadOnlySpan<byte> part)
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            try
            {
                count += File.ReadAllBytes(file).AsSpan().IndexOf(part) >= 0 ? 1 : 0;
            }
            catch (IOException gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Of another test, which removed it meanwhile.
            }
        }

        return count;
    }
}
