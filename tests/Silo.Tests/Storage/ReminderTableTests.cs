using Microsoft.Extensions.DependencyInjection;

namespace Switchyard.Storage;

public sealed class RemindersOnSqliteTests(SqliteStorageFixture fixture)
    : ReminderTableTests(fixture), IClassFixture<SqliteStorageFixture>;

public sealed class RemindersOnPostgresTests(PostgresStorageFixture fixture)
    : ReminderTableTests(fixture), IClassFixture<PostgresStorageFixture>;

/// <summary>What every database must do with reminders.</summary>
public abstract class ReminderTableTests(StorageFixture fixture)
{
    private static readonly DateTime Start = new(2026, 8, 1, 12, 30, 15, 250, DateTimeKind.Utc);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly IReminderTable _reminders = fixture.Services.GetRequiredService<IReminderTable>();

    [Fact]
    public async Task A_reminder_is_read_as_it_was_registered()
    {
        var grain = NewGrain();
        var version = await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(1)), Token);

        var read = await ReadAsync(grain, "sweep");

        Assert.Equal((grain, "sweep", version), (read.GrainId, read.ReminderName, read.ETag));
        Assert.Equal((Start, TimeSpan.FromMinutes(1)), (read.StartAt, read.Period));
    }

    [Fact]
    public async Task A_period_longer_than_24_days_is_kept()
    {
        var grain = NewGrain();
        await _reminders.UpsertRow(Reminder(grain, "yearly", TimeSpan.FromDays(365)), Token);

        Assert.Equal(TimeSpan.FromDays(365), (await ReadAsync(grain, "yearly")).Period);
    }

    [Fact]
    public async Task A_grain_id_of_500_characters_is_kept()
    {
        var grain = GrainId.Create("queue", new string('q', 500));
        await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(1)), Token);

        Assert.Equal(grain, (await ReadAsync(grain, "sweep")).GrainId);
    }

    [Fact]
    public async Task An_unknown_reminder_is_null()
    {
        Assert.Null(await _reminders.ReadRow(NewGrain(), "none", Token));
    }

    [Fact]
    public async Task Registering_again_replaces_it_under_a_new_version()
    {
        var grain = NewGrain();
        var first = await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(1)), Token);
        var second = await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(2)), Token);

        Assert.NotEqual(first, second);
        var row = Assert.Single((await _reminders.ReadRows(grain, Token)).Reminders);
        Assert.Equal(TimeSpan.FromMinutes(2), row.Period);
    }

    [Fact]
    public async Task Only_the_newest_version_can_be_removed_and_once()
    {
        var grain = NewGrain();
        var first = await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(1)), Token);
        var second = await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(1)), Token);

        Assert.False(await _reminders.RemoveRow(grain, "sweep", first!, Token));
        Assert.True(await _reminders.RemoveRow(grain, "sweep", second!, Token));
        Assert.False(await _reminders.RemoveRow(grain, "sweep", second!, Token));
    }

    [Fact]
    public async Task Ranges_of_the_ring_split_the_reminders_without_loss()
    {
        var grains = Enumerable.Range(0, 50).Select(_ => NewGrain()).ToHashSet();
        foreach (var grain in grains)
        {
            await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(1)), Token);
        }

        uint[] borders = [0x1000_0000, 0x7fff_ffff, 0x9000_0000, 0xf000_0000];
        var found = new List<GrainId>();
        for (var index = 0; index < borders.Length; index++)
        {
            var (begin, end) = (borders[index], borders[(index + 1) % borders.Length]);
            var rows = (await _reminders.ReadRows(begin, end, Token)).Reminders.Where(row => grains.Contains(row.GrainId)).ToArray();
            Assert.All(rows, row => Assert.True(InRange(row.GrainId.GetUniformHashCode(), begin, end)));
            found.AddRange(rows.Select(row => row.GrainId));
        }

        Assert.Equal(grains.Count, found.Count);
        Assert.Equal(grains, found.ToHashSet());
    }

    [Fact]
    public async Task An_empty_range_is_the_whole_ring()
    {
        var grain = NewGrain();
        await _reminders.UpsertRow(Reminder(grain, "sweep", TimeSpan.FromMinutes(1)), Token);

        Assert.Contains((await _reminders.ReadRows(0u, 0u, Token)).Reminders, row => row.GrainId == grain);
    }

    private async Task<ReminderEntry> ReadAsync(GrainId grain, string name)
    {
        var reminder = await _reminders.ReadRow(grain, name, Token);
        Assert.NotNull(reminder);
        return reminder;
    }

    private static bool InRange(uint hash, uint begin, uint end) =>
        begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static GrainId NewGrain() => GrainId.Create("queue", Guid.NewGuid().ToString());

    private static ReminderEntry Reminder(GrainId grain, string name, TimeSpan period) =>
        new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = period };
}
