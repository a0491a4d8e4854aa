using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Switchyard.Hosting;

namespace Switchyard.Storage;

public sealed class GrainStateOnSqliteTests(SqliteStorageFixture fixture)
    : GrainStateTests(fixture), IClassFixture<SqliteStorageFixture>;

public sealed class GrainStateOnPostgresTests(PostgresStorageFixture fixture)
    : GrainStateTests(fixture), IClassFixture<PostgresStorageFixture>;

/// <summary>What every database must do with the small state of grains.</summary>
public abstract class GrainStateTests(StorageFixture fixture)
{
    private readonly IGrainStorage _storage =
        fixture.Services.GetRequiredKeyedService<IGrainStorage>(ClusterNames.SmallStorage);

    [Fact]
    public async Task State_that_was_never_written_does_not_exist()
    {
        var state = await ReadAsync(NewGrain());

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("O'Brien \"and\" søn; DROP TABLE grain_state")]
    public async Task What_is_written_is_read(string text)
    {
        var grain = NewGrain();
        var written = await WriteAsync(grain, new GrainState<Note>(new Note { Text = text }));

        var read = await ReadAsync(grain);

        Assert.True(read.RecordExists);
        Assert.Equal(text, read.State!.Text);
        Assert.Equal(written.ETag, read.ETag);
    }

    [Theory]
    [InlineData("0123456789012345678901234567890123456789")]
    [InlineData("tables")]
    public async Task Grains_with_any_kind_of_key_keep_their_own_state(string key)
    {
        var kind = "kind" + Guid.NewGuid().ToString("N");
        GrainId[] grains =
        [
            GrainId.Create(kind, key),
            GrainId.Create(kind, key + "+" + key),
            GrainId.Create(GrainType.Create(kind), GrainIdKeyExtensions.CreateIntegerKey(7)),
            GrainId.Create(GrainType.Create(kind), GrainIdKeyExtensions.CreateIntegerKey(7, "x")),
            GrainId.Create(GrainType.Create(kind), GrainIdKeyExtensions.CreateGuidKey(Guid.NewGuid())),
        ];
        foreach (var grain in grains)
        {
            await WriteAsync(grain, new GrainState<Note>(new Note { Text = grain.ToString() }), kind);
        }

        foreach (var grain in grains)
        {
            Assert.Equal(grain.ToString(), (await ReadAsync(grain, kind)).State!.Text);
        }
    }

    [Fact]
    public async Task A_write_over_a_newer_version_is_refused_and_changes_nothing()
    {
        var grain = NewGrain();
        await WriteAsync(grain, new GrainState<Note>(new Note { Text = "first" }));
        var stale = await ReadAsync(grain);
        var fresh = await ReadAsync(grain);
        fresh.State!.Text = "second";
        await WriteAsync(grain, fresh);

        stale.State!.Text = "late";
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(grain, stale));

        Assert.Equal("second", (await ReadAsync(grain)).State!.Text);
    }

    [Fact]
    public async Task Of_two_first_writes_exactly_one_wins_in_each_of_a_thousand_races()
    {
        for (var race = 0; race < 1_000; race++)
        {
            var grain = NewGrain();
            var writes = new[] { "left", "right" }.Select(text => TryWriteAsync(grain, text)).ToArray();
            var won = await Task.WhenAll(writes);

            Assert.Single(won, text => text is not null);
            Assert.Equal(won.Single(text => text is not null), (await ReadAsync(grain)).State!.Text);
        }
    }

    [Fact]
    public async Task Of_writes_from_one_version_exactly_one_wins()
    {
        var grain = NewGrain();
        await WriteAsync(grain, new GrainState<Note>(new Note { Text = "start" }));
        var version = (await ReadAsync(grain)).ETag;

        var writes = Enumerable.Range(0, 50).Select(number => TryWriteAsync(grain, $"{number}", version));
        var won = await Task.WhenAll(writes);

        Assert.Single(won, text => text is not null);
    }

    [Fact]
    public async Task Many_writers_at_once_all_succeed()
    {
        var grains = Enumerable.Range(0, 200).Select(_ => NewGrain()).ToArray();

        await Task.WhenAll(grains.Select(async grain =>
        {
            var state = await WriteAsync(grain, new GrainState<Note>(new Note { Text = "1" }));
            state.State!.Text = "2";
            await WriteAsync(grain, state);
        }));

        Assert.All(await Task.WhenAll(grains.Select(grain => ReadAsync(grain))), state => Assert.Equal("2", state.State!.Text));
    }

    [Fact]
    public async Task Cleared_state_is_gone_but_its_versions_go_on()
    {
        var grain = NewGrain();
        var stale = await WriteAsync(grain, new GrainState<Note>(new Note { Text = "first" }));
        var state = await ReadAsync(grain);
        await _storage.ClearStateAsync("state", grain, state);
        Assert.False((await ReadAsync(grain)).RecordExists);

        await WriteAsync(grain, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(grain, stale));
    }

    [Fact]
    public async Task Clearing_from_an_old_version_is_refused()
    {
        var grain = NewGrain();
        await WriteAsync(grain, new GrainState<Note>(new Note { Text = "first" }));
        var stale = await ReadAsync(grain);
        await WriteAsync(grain, await ReadAsync(grain));

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("state", grain, stale));
    }

    [Fact]
    public async Task A_second_start_changes_nothing()
    {
        var grain = NewGrain();
        await WriteAsync(grain, new GrainState<Note>(new Note { Text = "kept" }));

        await Task.WhenAll(fixture.PrepareAgainAsync(), fixture.PrepareAgainAsync());

        Assert.Equal("kept", (await ReadAsync(grain)).State!.Text);
    }

    private static GrainId NewGrain() => GrainId.Create("note", Guid.NewGuid().ToString());

    private async Task<string?> TryWriteAsync(GrainId grain, string text, string? version = null)
    {
        await Task.Yield();
        try
        {
            await WriteAsync(grain, new GrainState<Note>(new Note { Text = text }, version));
            return text;
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }

    private async Task<GrainState<Note>> WriteAsync(GrainId grain, GrainState<Note> state, string name = "state")
    {
        await _storage.WriteStateAsync(name, grain, state);
        return state;
    }

    private async Task<GrainState<Note>> ReadAsync(GrainId grain, string name = "state")
    {
        var state = new GrainState<Note>();
        await _storage.ReadStateAsync(name, grain, state);
        return state;
    }

    public sealed class Note
    {
        public string Text { get; set; } = "";
    }
}
