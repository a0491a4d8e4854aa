namespace Switchyard.Work.Instruments;

public sealed class ItemStepsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly WorkRow Queued = new() { Id = 1, Kind = "k", Queue = "q", CreatedAt = Now };

    private static readonly WorkRow Running = Lifecycle.Apply(Queued, new WorkCommand.Lease("w", Now.AddMinutes(1)), Now).Row;

    [Fact]
    public void What_comes_is_new_and_no_more() =>
        Assert.Equal(new ItemStep(IsNew: true, false, null, false, false), ItemSteps.Of(new WorkWrite(null, Queued)));

    [Fact]
    public void Each_lease_is_a_claim()
    {
        Assert.Equal(new ItemStep(false, IsClaim: true, null, false, false), ItemSteps.Of(new WorkWrite(Queued, Running)));
        Assert.Equal(new ItemStep(false, IsClaim: true, null, false, false), StepOf(Running, new WorkCommand.Copy("v", Now.AddMinutes(2)), Now));
    }

    [Fact]
    public void A_renewal_and_what_is_given_back_are_nothing()
    {
        Assert.Equal(default, StepOf(Running, new WorkCommand.Renew(1, Now.AddMinutes(9)), Now));
        Assert.Equal(default, StepOf(Running, new WorkCommand.Release(1, "drained"), Now));
    }

    [Fact]
    public void An_end_is_one_by_its_status()
    {
        Assert.Equal(new ItemStep(false, false, WorkStatus.Completed, false, false), StepOf(Running, new WorkCommand.Complete(1), Now));
        Assert.Equal(new ItemStep(false, false, WorkStatus.Failed, false, false), StepOf(Running, new WorkCommand.Fail(1, "no"), Now));
        Assert.Equal(new ItemStep(false, false, WorkStatus.Cancelled, false, false), StepOf(Queued, new WorkCommand.Cancel("no"), Now));
    }

    [Fact]
    public void What_is_tried_again_is_a_retry_and_a_lease_that_ran_out_is_lost()
    {
        Assert.Equal(new ItemStep(false, false, null, IsRetry: true, false), StepOf(Running, new WorkCommand.Fail(1, "no", Retry: true), Now));
        Assert.Equal(new ItemStep(false, false, null, IsRetry: true, IsLeaseLost: true), StepOf(Running, new WorkCommand.Expire(), Now.AddMinutes(2)));
    }

    private static ItemStep StepOf(WorkRow row, WorkCommand command, DateTimeOffset now)
    {
        var transition = Lifecycle.Apply(row, command, now);
        Assert.Equal(ActOutcome.Accepted, transition.Outcome);
        return ItemSteps.Of(new WorkWrite(row, transition.Row));
    }
}
