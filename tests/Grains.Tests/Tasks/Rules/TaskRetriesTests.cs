using FsCheck;
using FsCheck.Xunit;
using Switchyard.Tasks.Lane;
using Switchyard.Work;

namespace Switchyard.Tasks.Rules;

public sealed class TaskRetriesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Property]
    public void A_task_has_as_many_attempts_as_it_may_however_they_end(PositiveInt spent, PositiveInt most, bool isOfItsOwn, LaneEndOrTime end)
    {
        var policy = new TaskQueuePolicy { MaxAttempts = isOfItsOwn ? 1000 : most.Get };
        var attempt = Attempt(spent.Get, isOfItsOwn ? most.Get : null);

        var verdict = TaskRetries.Decide(attempt, (LaneEnd)end, "e", null, policy, 0.5, Now);

        var isLast = spent.Get >= most.Get || end == LaneEndOrTime.FailedForGood;
        var ended = end == LaneEndOrTime.TimedOut ? WorkStatus.TimedOut : WorkStatus.Failed;
        Assert.Equal(isLast ? ended : WorkStatus.Queued, verdict.Status);
        Assert.Equal(isLast, verdict.NotBefore is null);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    public void The_time_before_the_next_attempt_is_longer_each_time(int spent, int seconds) =>
        Assert.Equal(Now + TimeSpan.FromSeconds(seconds), Decide(Attempt(spent), LaneEnd.LeaseLost).NotBefore);

    [Fact]
    public void What_the_worker_asked_for_goes_before_the_back_off()
    {
        Assert.Equal(Now + TimeSpan.FromSeconds(7), Decide(Attempt(1), LaneEnd.Failed, TimeSpan.FromSeconds(7)).NotBefore);
        Assert.Equal((WorkStatus.Queued, null), Decide(Attempt(1), LaneEnd.Failed, TimeSpan.Zero) is var again ? (again.Status, again.NotBefore) : default);
    }

    [Fact]
    public void Past_its_deadline_it_is_not_tried_again()
    {
        var verdict = Decide(Attempt(1) with { Deadline = Now }, LaneEnd.Failed);

        Assert.Equal((WorkStatus.TimedOut, "its deadline has passed; its last attempt: e"), (verdict.Status, verdict.Error));
    }

    [Fact]
    public void The_last_lost_lease_says_how_often_and_by_whom() => Assert.Equal(
        "its lease was lost 4 times and it failed once; the last holder was w",
        TaskRetries.Decide(Attempt(5) with { Lost = 4 }, LaneEnd.LeaseLost, null, null, new(), 0.5, Now).Error);

    public enum LaneEndOrTime
    {
        Failed = LaneEnd.Failed,
        FailedForGood = LaneEnd.FailedForGood,
        LeaseLost = LaneEnd.LeaseLost,
        TimedOut = LaneEnd.TimedOut,
    }

    private static LaneVerdict Decide(LaneAttempt attempt, LaneEnd end, TimeSpan? retryAfter = null) =>
        TaskRetries.Decide(attempt, end, "e", retryAfter, new(), 0.5, Now);

    private static LaneAttempt Attempt(int spent, int? most = null) => new(1, 1, spent, spent, 0, most, "w", null);
}
