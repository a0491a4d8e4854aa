using Switchyard.Hosting;

namespace Switchyard.Jobs.Maintenance;

/// <summary>What holds on both databases.</summary>
public abstract class MaintenanceTests : IAsyncLifetime
{
    private const string Door = "jobs";

    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-maintenance-").FullName;
    private TestNode? _node;

    protected StorageOptions Storage { get; private set; } = new();

    private IMaintenanceGrain Grain => GrainOf(Door);

    private TestNode Node => _node ?? throw new InvalidOperationException("The node is down.");

    public async ValueTask InitializeAsync()
    {
        Storage = await PrepareAsync(_directory);
        _node = await TestNode.StartAsync(Storage);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_first_record_is_made_when_somebody_first_asks()
    {
        var asked = TimeProvider.System.GetUtcNow();

        var initial = await Grain.GetAsync();

        Assert.Equal((1, "Initial status inserted by at startup.", false), (initial.Number, initial.Message, initial.Paused));
        Assert.InRange(initial.At, asked.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        Assert.Equal(initial, await Grain.GetAsync());
        Assert.Equal([initial], await Grain.GetHistoryAsync(null, 10));
        Assert.Equal(TimeSpan.Zero, initial.At.Offset);
    }

    [Fact]
    public async Task A_history_that_nobody_wrote_holds_the_first_record() =>
        Assert.Equal("Initial status inserted by at startup.", Assert.Single(await Grain.GetHistoryAsync(null, 10)).Message);

    [Fact]
    public async Task The_newest_record_is_what_was_said_last_and_says_who()
    {
        var paused = await Grain.SetAsync("the disk is full; \u00e5 'quoted' \"word\"", paused: true, "ann");
        Assert.Equal((2, true, "ann"), (paused.Number, paused.Paused, paused.By));
        Assert.Equal(paused, await Grain.GetAsync());

        var open = await Grain.SetAsync("", paused: false, "bob");
        Assert.Equal(open, await Grain.GetAsync());
        Assert.Equal([open, paused], (await Grain.GetHistoryAsync(null, 10)).Take(2));
    }

    [Fact]
    public async Task All_records_read_the_same_after_a_restart()
    {
        await Grain.SetAsync("one", paused: true, "ann");
        var newest = await Grain.SetAsync("two", paused: true, "bob");
        var history = await Grain.GetHistoryAsync(null, 10);

        await Node.DisposeAsync();
        _node = await TestNode.StartAsync(Storage);

        Assert.Equal(newest, await Grain.GetAsync());
        Assert.Equal(history, await Grain.GetHistoryAsync(null, 10));
        Assert.Equal(4, (await Grain.SetAsync("three", paused: false, "ann")).Number);
    }

    [Fact]
    public async Task The_history_comes_in_pages_newest_first()
    {
        for (var number = 2; number <= 7; number++)
        {
            await Grain.SetAsync($"{number}", paused: number % 2 == 0, "ann");
        }

        Assert.Equal([7, 6, 5], await NumbersAsync(null, 3));
        Assert.Equal([4, 3, 2], await NumbersAsync(5, 3));
        Assert.Equal([1], await NumbersAsync(2, 3));
        Assert.Empty(await NumbersAsync(1, 3));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain.GetHistoryAsync(null, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Grain.GetHistoryAsync(null, 1001));
    }

    [Fact]
    public async Task Each_door_has_records_of_its_own()
    {
        await Grain.SetAsync("jobs rest", paused: true, "ann");

        Assert.False((await GrainOf("tickets").GetAsync()).Paused);
        Assert.Equal(2, (await GrainOf("tickets").SetAsync("so do tickets", paused: true, "ann")).Number);
    }

    [Fact]
    public async Task A_number_is_given_once_even_when_two_write_it()
    {
        var records = Node.Get<MaintenanceRecords>();
        var record = await Grain.GetAsync() with { Number = 2 };

        var added = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer =>
            records.AddAsync(Door, record with { By = $"writer {writer}" }, TestContext.Current.CancellationToken)));

        Assert.Single(added, true);
        Assert.Equal(2, (await Grain.GetHistoryAsync(null, 10)).Count);
    }

    [Fact]
    public async Task Who_was_overtaken_says_it_again_with_the_next_number()
    {
        var initial = await Grain.GetAsync();
        Assert.True(await Node.Get<MaintenanceRecords>().AddAsync(
            Door, initial with { Number = 2, Message = "said elsewhere" }, TestContext.Current.CancellationToken));

        var said = await Grain.SetAsync("said here", paused: true, "ann");

        Assert.Equal(3, said.Number);
        Assert.Equal(["said here", "said elsewhere", initial.Message], (await Grain.GetHistoryAsync(null, 10)).Select(record => record.Message));
    }

    protected abstract Task<StorageOptions> PrepareAsync(string directory);

    private IMaintenanceGrain GrainOf(string door) => Node.Grains.GetGrain<IMaintenanceGrain>(door);

    private async Task<IEnumerable<long>> NumbersAsync(long? before, int limit) =>
        (await Grain.GetHistoryAsync(before, limit)).Select(record => record.Number);
}
