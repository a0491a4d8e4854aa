using System.IO.Pipelines;
using System.Security.Cryptography;

namespace Switchyard.Blobs;

/// <summary>What every blob store must do.</summary>
public abstract class BlobStoreTests
{
    private const long NoLimit = long.MaxValue;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IBlobStore Store { get; }

    protected abstract IBlobInventory Inventory { get; }

    /// <summary>As if so much time had passed since all that is in the store was written.</summary>
    protected abstract Task AgeAsync(TimeSpan time);

    /// <summary>Everything the store keeps, of blobs and of uploads that never became one.</summary>
    protected abstract Task<int> CountTracesAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 * 1024 - 1)]
    [InlineData(256 * 1024)]
    [InlineData(256 * 1024 + 1)]
    [InlineData(3_000_000)]
    public async Task What_is_written_is_read(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        var info = await Store.WriteAsync(new MemoryStream(content), NoLimit, Token);

        Assert.Equal(length, info.Length);
        Assert.Matches("^[0-9a-f]{32}$", info.Id);
        Assert.Equal(content, await ReadAsync(info.Id));
    }

    [Fact]
    public async Task A_stream_that_gives_a_few_bytes_at_a_time_is_stored_whole()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);

        var info = await Store.WriteAsync(new TricklingStream(content, piece: 997), NoLimit, Token);

        Assert.Equal(content, await ReadAsync(info.Id));
    }

    [Fact]
    public async Task A_blob_is_read_from_anywhere()
    {
        var content = RandomNumberGenerator.GetBytes(700_000);
        var info = await Store.WriteAsync(new MemoryStream(content), NoLimit, Token);
        await using var blob = (await Store.OpenAsync(info.Id, Token))!;
        Assert.True(blob.CanSeek);
        Assert.Equal(content.Length, blob.Length);

        foreach (var position in (int[])[699_999, 0, 262_144, 262_143, 500_000, 12])
        {
            blob.Seek(position, SeekOrigin.Begin);
            var piece = new byte[Math.Min(1000, content.Length - position)];
            await blob.ReadExactlyAsync(piece, Token);
            Assert.Equal(content[position..(position + piece.Length)], piece);
        }

        Assert.Equal(content.Length - 1, blob.Seek(-1, SeekOrigin.End));
        var last = new byte[10];
        Assert.Equal(1, await blob.ReadAsync(last, Token));
        Assert.Equal(content[^1], last[0]);
        Assert.Equal(0, await blob.ReadAsync(new byte[10], Token));
    }

    [Fact]
    public async Task Two_readers_do_not_disturb_each_other()
    {
        var content = RandomNumberGenerator.GetBytes(600_000);
        var info = await Store.WriteAsync(new MemoryStream(content), NoLimit, Token);

        var read = await Task.WhenAll(ReadAsync(info.Id), ReadAsync(info.Id));

        Assert.All(read, bytes => Assert.Equal(content, bytes));
    }

    [Fact]
    public async Task A_blob_of_just_the_limit_is_stored() =>
        Assert.Equal(1000, (await Store.WriteAsync(new MemoryStream(new byte[1000]), 1000, Token)).Length);

    [Theory]
    [InlineData(1001, 1000)]
    [InlineData(600_001, 600_000)]
    [InlineData(1, 0)]
    public async Task More_than_the_limit_is_refused_and_leaves_nothing(int length, long limit)
    {
        var before = await CountTracesAsync();

        var refusal = await Assert.ThrowsAsync<BlobTooLargeException>(
            () => Store.WriteAsync(new MemoryStream(new byte[length]), limit, Token));

        Assert.Equal(limit, refusal.MaxLength);
        Assert.Equal(before, await CountTracesAsync());
    }

    [Fact]
    public async Task An_upload_that_breaks_leaves_nothing()
    {
        var before = await CountTracesAsync();
        var content = new TricklingStream(new byte[900_000], piece: 100_000, breakAt: 700_000);

        await Assert.ThrowsAsync<IOException>(() => Store.WriteAsync(content, NoLimit, Token));

        Assert.Equal(before, await CountTracesAsync());
    }

    [Fact]
    public async Task An_upload_that_is_cancelled_leaves_nothing()
    {
        var before = await CountTracesAsync();
        using var cancellation = new CancellationTokenSource();
        var content = new TricklingStream(new byte[900_000], piece: 100_000, cancelAt: (700_000, cancellation));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.WriteAsync(content, NoLimit, cancellation.Token));

        Assert.Equal(before, await CountTracesAsync());
    }

    [Fact]
    public async Task A_deleted_blob_is_gone_and_deleting_twice_is_harmless()
    {
        var before = await CountTracesAsync();
        var info = await Store.WriteAsync(new MemoryStream(new byte[400_000]), NoLimit, Token);

        Assert.True(await Store.DeleteAsync(info.Id, Token));
        Assert.False(await Store.DeleteAsync(info.Id, Token));

        Assert.Null(await Store.OpenAsync(info.Id, Token));
        Assert.Equal(before, await CountTracesAsync());
    }

    [Fact]
    public async Task Blobs_are_listed_by_their_age()
    {
        var blobs = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            blobs.Add((await Store.WriteAsync(new MemoryStream([1]), NoLimit, Token)).Id);
        }

        Assert.Empty(await ListAsync(TimeSpan.FromHours(1)));
        await AgeAsync(TimeSpan.FromHours(2));
        await Store.DeleteAsync(blobs[1], Token);

        Assert.Equal(new[] { blobs[0], blobs[2] }.Order(), (await ListAsync(TimeSpan.FromHours(1))).Order());
        Assert.Empty(await ListAsync(TimeSpan.FromHours(3)));
    }

    [Fact]
    public async Task What_is_being_written_is_not_listed_however_long_it_takes()
    {
        var pipe = new Pipe();
        var writing = Store.WriteAsync(pipe.Reader.AsStream(), NoLimit, Token);
        await pipe.Writer.WriteAsync(new byte[600_000], Token);
        while (await CountTracesAsync() == 0)
        {
            await Task.Yield();
        }

        await AgeAsync(TimeSpan.FromDays(2));
        Assert.Empty(await ListAsync(TimeSpan.FromDays(1)));
        await pipe.Writer.CompleteAsync();
        Assert.Equal(600_000, (await writing).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("../../../../../../../etc/passwd")]
    [InlineData("..%2f..%2f..%2f..%2f..%2f..%2fetc")]
    [InlineData("0123456789abcdef/123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcde\0")]
    [InlineData("0123456789abcdef0123456789abcdef.tmp")]
    [InlineData("{0123456789abcdef0123456789abcd}")]
    [InlineData("１１１１１１１１１１１１１１１１１１１１１１１１１１１１１１１１")]
    public async Task An_id_that_the_store_never_gave_is_no_blob(string id)
    {
        Assert.Null(await Store.OpenAsync(id, Token));
        Assert.False(await Store.DeleteAsync(id, Token));
    }

    private async Task<List<string>> ListAsync(TimeSpan age) => await Inventory.ListAsync(age, Token).ToListAsync(Token);

    private async Task<byte[]> ReadAsync(string id)
    {
        await using var blob = await Store.OpenAsync(id, Token);
        using var copy = new MemoryStream();
        await blob!.CopyToAsync(copy, Token);
        return copy.ToArray();
    }
}
