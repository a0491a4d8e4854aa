using System.Text;
using Switchyard.Blobs;

namespace Switchyard.Yard;

public sealed class YardBlobGrain(YardState yard) : Grain, IBlobGrain
{
    /// <summary>A chunk that begins so is forgotten, as with a silo that dies in the middle of a transfer.</summary>
    public static ReadOnlySpan<byte> Lost => "lost with its silo"u8;

    private readonly List<byte> _content = [];

    public Task<bool> AppendAsync(byte[] chunk, long maxLength)
    {
        if (_content.Count + chunk.Length > maxLength)
        {
            return Task.FromResult(false);
        }

        foreach (var text in yard.LostChunks.Keys)
        {
            if (chunk.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 && yard.LostChunks.TryRemove(text, out _))
            {
                throw new SiloUnavailableException("gone in the middle");
            }
        }

        if (!chunk.AsSpan().StartsWith(Lost))
        {
            _content.AddRange(chunk);
        }

        return Task.FromResult(true);
    }

    public Task<BlobInfo> CommitAsync()
    {
        var id = this.GetPrimaryKey().ToString("N");
        yard.Blobs[id] = [.. _content];
        return Task.FromResult(new BlobInfo(id, _content.Count));
    }

    public Task AbandonAsync()
    {
        _content.Clear();
        return Task.CompletedTask;
    }

    public Task<long?> GetLengthAsync(string id) => Task.FromResult((long?)yard.Blobs.GetValueOrDefault(id)?.Length);

    public Task<byte[]> ReadAsync(string id, long offset, int count) =>
        Task.FromResult(yard.Blobs[id].AsSpan((int)offset)[..(int)Math.Min(count, yard.Blobs[id].Length - offset)].ToArray());

    public Task<bool> DeleteAsync(string id) => Task.FromResult(yard.Blobs.TryRemove(id, out _));
}
