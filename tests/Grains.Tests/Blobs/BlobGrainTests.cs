using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Switchyard.Blobs;

public sealed class BlobGrainTests : IAsyncLifetime
{
    private const long NoLimit = long.MaxValue;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-blob-grain-");
    private readonly IBlobStore _store;
    private InProcessTestCluster _cluster = null!;

    public BlobGrainTests()
    {
        _store = new DirectoryBlobStore(_root.FullName, TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.Services
            .AddSingleton(_store)
            // Shorter than the age of any grain, as in a node.
            .Configure<GrainCollectionOptions>(collection => collection.CollectionQuantum = TimeSpan.FromSeconds(20)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_appended_becomes_a_blob_with_the_commit()
    {
        var content = RandomNumberGenerator.GetBytes(9_000_000);
        var transfer = NewTransfer();
        foreach (var chunk in content.Chunk(1 << 20))
        {
            Assert.True(await transfer.AppendAsync(chunk, NoLimit));
        }

        var info = await transfer.CommitAsync();

        Assert.Equal(content.Length, info.Length);
        Assert.Equal(content, await DownloadAsync(info.Id, 300_000));
    }

    [Fact]
    public async Task A_transfer_of_nothing_is_an_empty_blob()
    {
        var info = await NewTransfer().CommitAsync();

        Assert.Equal(0, await NewTransfer().GetLengthAsync(info.Id));
        Assert.Empty(await NewTransfer().ReadAsync(info.Id, 0, 100));
    }

    [Fact]
    public async Task A_deleted_blob_is_gone()
    {
        var transfer = NewTransfer();
        await transfer.AppendAsync(new byte[10], NoLimit);
        var info = await transfer.CommitAsync();

        Assert.True(await NewTransfer().DeleteAsync(info.Id));
        Assert.False(await NewTransfer().DeleteAsync(info.Id));
        Assert.Null(await NewTransfer().GetLengthAsync(info.Id));
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_and_leaves_nothing()
    {
        var transfer = NewTransfer();
        Assert.True(await transfer.AppendAsync(new byte[1000], 1999));
        Assert.False(await transfer.AppendAsync(new byte[1000], 1999));

        Assert.Empty(Files());
    }

    [Fact]
    public async Task An_abandoned_transfer_leaves_nothing()
    {
        var transfer = NewTransfer();
        await transfer.AppendAsync(new byte[500_000], NoLimit);
        await transfer.AbandonAsync();

        Assert.Empty(Files());
    }

    [Fact]
    public async Task An_unfinished_transfer_is_dropped_when_its_silo_stops()
    {
        await NewTransfer().AppendAsync(new byte[500_000], NoLimit);

        await _cluster.StopAllSilosAsync(Token);

        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_chunk_of_more_than_a_MiB_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => NewTransfer().AppendAsync(new byte[(1 << 20) + 1], NoLimit));

    [Fact]
    public async Task A_store_that_fails_is_told_to_the_sender()
    {
        // The store cannot make its directory: a file is in the way.
        _root.Delete(recursive: true);
        await File.WriteAllBytesAsync(_root.FullName, [], Token);
        var transfer = NewTransfer();

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await transfer.AppendAsync(new byte[1000], NoLimit);
            await transfer.CommitAsync();
        });

        File.Delete(_root.FullName);
        _root.Create();
    }

    [Fact]
    public async Task An_unknown_blob_has_no_length_and_no_bytes()
    {
        var transfer = NewTransfer();

        Assert.Null(await transfer.GetLengthAsync("../secrets"));
        Assert.Empty(await transfer.ReadAsync(new string('0', 32), 0, 100));
    }

    private IBlobGrain NewTransfer() => _cluster.Client.GetGrain<IBlobGrain>(Guid.NewGuid());

    private string[] Files() => Directory.GetFiles(_root.FullName, "*", SearchOption.AllDirectories);

    private async Task<byte[]> DownloadAsync(string id, int piece)
    {
        var transfer = NewTransfer();
        using var copy = new MemoryStream();
        while (await transfer.ReadAsync(id, copy.Length, piece) is { Length: > 0 } bytes)
        {
            copy.Write(bytes);
        }

        return copy.ToArray();
    }
}
