namespace Switchyard.Work;

public sealed class WaitingReasonTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    private static readonly QueuePause Pause = new("Jen", "repairs", Now);

    [Fact]
    public void A_pause_is_told_first() =>
        Assert.Equal("the queue is paused by Jen: repairs", WaitingReason.Of(Item(WorkStatus.Queued, Now.AddHours(1)), Pause, Now));

    [Fact]
    public void A_time_to_come_is_told_in_utc() => Assert.Equal(
        "not before 2026-05-04T04:02:01Z", WaitingReason.Of(Item(WorkStatus.Queued, Now.AddHours(1).ToOffset(TimeSpan.FromHours(2))), null, Now));

    [Fact]
    public void Else_it_waits_for_a_worker() => Assert.Equal("waits for a worker", WaitingReason.Of(Item(WorkStatus.Queued, Now), null, Now));

    [Theory]
    [InlineData(WorkStatus.Running)]
    [InlineData(WorkStatus.Completed)]
    [InlineData(WorkStatus.TimedOut)]
    public void What_is_not_queued_does_not_wait(WorkStatus status) => Assert.Null(WaitingReason.Of(Item(status, null), Pause, Now));

    private static WorkItemView Item(WorkStatus status, DateTimeOffset? notBefore) => new()
    {
        Id = 1,
        Kind = "table",
        Queue = "tables",
        Priority = 0,
        Status = status,
        Attempt = 1,
        LeaseNumber = 1,
        CreatedAt = Now,
        NotBefore = notBefore,
    };
}
