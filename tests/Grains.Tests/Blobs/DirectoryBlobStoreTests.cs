using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Blobs;

public sealed class DirectoryBlobStoreTests : BlobStoreTests, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-blobs-");
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly DirectoryBlobStore _store;

    public DirectoryBlobStoreTests()
    {
        _store = new DirectoryBlobStore(_root.FullName, _time);
    }

    protected override IBlobStore Store => _store;

    protected override IBlobInventory Inventory => _store;

    [Fact]
    public async Task Blobs_lie_two_directories_deep_by_their_id()
    {
        var info = await _store.WriteAsync(new MemoryStream([1]), 1, Token);

        Assert.True(File.Exists(Path.Combine(_root.FullName, info.Id[..2], info.Id[2..4], info.Id)));
    }

    [Fact]
    public async Task Only_leftovers_older_than_a_day_are_swept()
    {
        var info = await _store.WriteAsync(new MemoryStream([1]), 1, Token);
        var leftover = Path.Combine(_root.FullName, info.Id[..2], info.Id[2..4], new string('0', 32) + ".tmp");
        await File.WriteAllBytesAsync(leftover, [1, 2, 3], Token);

        _time.Advance(TimeSpan.FromHours(23));
        _store.DeleteLeftovers(Token);
        Assert.True(File.Exists(leftover));

        _time.Advance(TimeSpan.FromHours(2));
        _store.DeleteLeftovers(Token);
        Assert.False(File.Exists(leftover));
        Assert.NotNull(await OpenAndCloseAsync(info.Id));
    }

    public void Dispose() => _root.Delete(recursive: true);

    protected override Task AgeAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    protected override Task<int> CountTracesAsync() =>
        Task.FromResult(Directory.GetFiles(_root.FullName, "*", SearchOption.AllDirectories).Length);

    private async Task<long?> OpenAndCloseAsync(string id)
    {
        await using var blob = await _store.OpenAsync(id, Token);
        return blob?.Length;
    }
}
