using FsCheck.Xunit;
using Switchyard.Work;

namespace Switchyard.Tickets.Rules;

public sealed class TicketRetentionTests
{
    private static readonly DateTimeOffset Upgrade = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(TicketStorage.KeepAll, WorkStatus.Completed, null)]
    [InlineData(TicketStorage.KeepAll, WorkStatus.Failed, null)]
    [InlineData(TicketStorage.KeepInput, WorkStatus.Completed, null)]
    [InlineData(TicketStorage.KeepInput, WorkStatus.Failed, null)]
    [InlineData(TicketStorage.KeepResult, WorkStatus.Completed, 0)]
    [InlineData(TicketStorage.KeepResult, WorkStatus.Failed, 7)]
    [InlineData(TicketStorage.KeepResult, WorkStatus.Cancelled, 7)]
    [InlineData(TicketStorage.KeepResult, WorkStatus.TimedOut, 7)]
    [InlineData(TicketStorage.KeepNothing, WorkStatus.Completed, 7)]
    [InlineData(TicketStorage.KeepNothing, WorkStatus.Failed, 7)]
    public void An_upload_goes_so_many_days_after_the_end(TicketStorage storage, WorkStatus status, int? days)
    {
        var rule = Rule(storage);
        var end = Upgrade + (3 * Day);
        var due = end + (days ?? 0) * Day;

        Assert.Equal(days is not null, rule.IsUploadDue(status, end, due));
        Assert.Equal(days == 0, rule.IsUploadDue(status, end, due - TimeSpan.FromTicks(1)));
        Assert.Equal(days is not null, rule.IsUploadDue(status, end, due + (10_000 * Day)));
    }

    [Fact]
    public void An_upload_of_what_has_not_ended_is_never_due()
    {
        foreach (var storage in Enum.GetValues<TicketStorage>())
        {
            Assert.False(Rule(storage).IsUploadDue(WorkStatus.Queued, null, Upgrade + (10_000 * Day)));
            Assert.False(Rule(storage).IsUploadDue(null, null, Upgrade + (10_000 * Day)));
        }
    }

    [Fact]
    public void What_ended_before_the_upgrade_counts_from_it()
    {
        var rule = Rule(TicketStorage.KeepResult);
        var end = Upgrade - (300 * Day);

        Assert.False(rule.IsUploadDue(WorkStatus.Completed, end, Upgrade + (7 * Day) - TimeSpan.FromTicks(1)));
        Assert.True(rule.IsUploadDue(WorkStatus.Completed, end, Upgrade + (7 * Day)));
        Assert.False(rule.MayDropRows(Upgrade - TimeSpan.FromTicks(1)));
        Assert.True(rule.MayDropRows(Upgrade));
    }

    [Fact]
    public void Keeping_all_keeps_all()
    {
        var rule = Rule(TicketStorage.KeepAll);

        Assert.Null(TicketRetention.RowsOf(new() { Storage = TicketStorage.KeepAll }));
        Assert.Equal(90 * Day, TicketRetention.RowsOf(new()));
        Assert.Null(rule.ResultsBefore(Upgrade + (10_000 * Day)));
        Assert.False(rule.DropsUploads);
    }

    [Property]
    public bool Fetched_results_go_after_their_retention_or_at_once(TicketStorage storage, uint hours)
    {
        var now = Upgrade + TimeSpan.FromHours(hours % 1_000_000);
        return Rule(storage).ResultsBefore(now) == storage switch
        {
            TicketStorage.KeepAll => null,
            TicketStorage.KeepNothing => now,
            _ => now - (7 * Day),
        };
    }

    [Fact]
    public void Short_spans_are_looked_at_often_and_long_ones_every_minute()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), TicketRetention.EveryOf(new()));
        Assert.Equal(TimeSpan.FromSeconds(1), TicketRetention.EveryOf(new() { RowRetention = TimeSpan.FromSeconds(4) }));
        Assert.Equal(TimeSpan.FromMilliseconds(250), TicketRetention.EveryOf(new() { UploadRetention = TimeSpan.FromSeconds(1) }));
    }

    private static TicketRetention Rule(TicketStorage storage) => new(new TicketsOptions { Storage = storage }, Upgrade);
}
