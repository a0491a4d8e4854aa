using Switchyard.Compute.Programs;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Downloads.Database;

public sealed class LabelForwardDatabaseTests(SharedPostgres postgres) : IAsyncLifetime
{
    private LabelForwardTables _tables = null!;
    private LabelForwardDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _tables = await LabelForwardTables.CreateAsync(await postgres.CreateDatabaseAsync());
        _database = new LabelForwardDatabase(_tables.ConnectionString);
        await _tables.AddClassifierAsync([1]);
        await _tables.AddClassifierAsync([2]);
        await _tables.AddClassifierAsync([3]);
    }

    [Fact]
    public async Task A_request_is_shown_until_it_is_settled()
    {
        Assert.Empty(await _database.ReadRequestedAsync(Token));
        Assert.True(await _database.MarkRequestedAsync(3, Token));
        Assert.True(await _database.MarkRequestedAsync(1, Token));
        Assert.Equal([1, 3], await _database.ReadRequestedAsync(Token));
        Assert.Equal(1, await _database.ReadStatusAsync(3, Token));

        await _database.SettleFailedAsync(3, Token);

        Assert.Equal([1], await _database.ReadRequestedAsync(Token));
        Assert.Equal(0, await _database.ReadStatusAsync(3, Token));
    }

    [Fact]
    public async Task A_classifier_that_is_not_there_is_not_found()
    {
        Assert.False(await _database.MarkRequestedAsync(4, Token));
        Assert.Null(await _database.ReadStatusAsync(4, Token));
        Assert.Null(await _database.FindArchiveAsync(4, Token));
    }

    [Fact]
    public async Task A_failure_that_comes_late_does_not_hide_an_archive()
    {
        await _tables.ExecuteAsync("UPDATE classifiers SET download = 2 WHERE clf_id = 2");

        await _database.SettleFailedAsync(2, Token);

        Assert.Equal(2, await _database.ReadStatusAsync(2, Token));
    }

    [Fact]
    public async Task The_newest_archive_is_found_and_read_in_pieces()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i >> 3))];
        await _tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES (2, 'old')");
        await _tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES (2, $1)", content);
        await _tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES (1, 'other')");

        var archive = await _database.FindArchiveAsync(2, Token);

        Assert.Equal(new StoredArchive(2, content.Length), archive);
        Assert.Equal(content[..10], await _database.ReadArchiveAsync(2, 0, 10, Token));
        Assert.Equal(content[50_000..60_000], await _database.ReadArchiveAsync(2, 50_000, 10_000, Token));
        Assert.Equal(content[^1..], await _database.ReadArchiveAsync(2, content.Length - 1, 10, Token));
        Assert.Empty(Assert.IsType<byte[]>(await _database.ReadArchiveAsync(2, content.Length, 10, Token)));
    }

    [Fact]
    public async Task An_archive_that_was_replaced_is_no_longer_read()
    {
        await _tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES (2, 'old')");
        await _tables.ExecuteAsync("DELETE FROM downloads");

        Assert.Null(await _database.ReadArchiveAsync(1, 0, 10, Token));
    }

    [Fact]
    public void A_connection_string_that_is_none_is_refused_without_its_text()
    {
        var refused = Assert.Throws<WrongInputException>(() => new LabelForwardDatabase("Host=x;Port=hunter2"));

        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _tables.DisposeAsync();
    }
}
