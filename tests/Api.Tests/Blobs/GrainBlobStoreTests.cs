using Switchyard.Yard;

namespace Switchyard.Blobs;

public sealed class GrainBlobStoreTests(YardCluster cluster)
{
    private readonly GrainBlobStore _store = new(cluster.Grains, Patience.Calls);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(GrainBlobStore.ChunkSize)]
    [InlineData((2 * GrainBlobStore.ChunkSize) + 17)]
    public async Task What_is_written_is_read_back(int length)
    {
        var content = Content(length);

        var blob = await _store.WriteAsync(new MemoryStream(content), length, Cancelled);

        Assert.Equal(length, blob.Length);
        await using var stream = await _store.OpenAsync(blob.Id, Cancelled);
        var copy = new MemoryStream();
        await stream!.CopyToAsync(copy, Cancelled);
        Assert.Equal(content, copy.ToArray());
    }

    [Fact]
    public async Task A_blob_can_be_read_from_any_place()
    {
        var content = Content((2 * GrainBlobStore.ChunkSize) + 17);
        var blob = await _store.WriteAsync(new MemoryStream(content), content.Length, Cancelled);

        await using var stream = await _store.OpenAsync(blob.Id, Cancelled);
        foreach (var place in new[] { GrainBlobStore.ChunkSize - 3, 5, 2 * GrainBlobStore.ChunkSize, 0 })
        {
            stream!.Seek(place, SeekOrigin.Begin);
            var bytes = new byte[10];
            await stream.ReadExactlyAsync(bytes, Cancelled);
            Assert.Equal(content[place..(place + 10)], bytes);
        }
    }

    [Fact]
    public async Task Too_much_is_refused_and_leaves_nothing()
    {
        var content = new byte[3333];
        new Random(3333).NextBytes(content);

        await Assert.ThrowsAsync<BlobTooLargeException>(
            () => _store.WriteAsync(new MemoryStream(content), maxLength: 3332, Cancelled));

        Assert.Equal(0, cluster.Blobs.Count(content));
    }

    [Fact]
    public async Task A_transfer_that_lost_its_beginning_is_no_blob()
    {
        var content = Content(GrainBlobStore.ChunkSize + 4444);
        new Random(4444).NextBytes(content);
        using var lost = cluster.Faults.On<IBlobGrain>(
            nameof(IBlobGrain.AppendAsync),
            call => call.Argument<byte[]>(0).AsSpan().StartsWith(content.AsSpan(0, 1000)),
            call =>
            {
                // As with a silo that dies in the middle: another activation has the rest.
                call.Answer = true;
                return Task.CompletedTask;
            });

        await Assert.ThrowsAsync<IOException>(() => _store.WriteAsync(new MemoryStream(content), content.Length, Cancelled));

        Assert.Single(lost.Calls);
        Assert.Equal(0, cluster.Blobs.Count(content.AsSpan(GrainBlobStore.ChunkSize, 1000)));
    }

    [Fact]
    public async Task Deleting_twice_is_harmless()
    {
        var blob = await _store.WriteAsync(new MemoryStream([1]), 1, Cancelled);

        Assert.True(await _store.DeleteAsync(blob.Id, Cancelled));
        Assert.False(await _store.DeleteAsync(blob.Id, Cancelled));
        Assert.Null(await _store.OpenAsync(blob.Id, Cancelled));
    }

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)(index * 31 >> 3))];
}
