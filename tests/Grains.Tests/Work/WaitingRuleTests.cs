namespace Switchyard.Work;

public sealed class WaitingRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);
    private static readonly QueuePause Pause = new("Jen", "repairs", Now);
    private static readonly QueuePlace First = new(0, false, null, null);

    private static readonly WorkRow Row = new() { Id = 1, Kind = "thing", Queue = "things", CreatedAt = Now };

    [Fact]
    public void A_pause_is_told_first() => Assert.Equal(
        new WaitingView(WaitingCodes.QueuePaused, "the queue is paused by Jen: repairs"),
        WaitingRule.WhyWaits(Row with { NotBefore = Now.AddHours(1) }, First with { Pause = Pause }, 1, Now));

    [Fact]
    public void A_time_to_come_is_told_in_utc_and_with_what_put_the_item_off()
    {
        var later = Row with { NotBefore = Now.AddHours(1).ToOffset(TimeSpan.FromHours(2)) };

        Assert.Equal(new(WaitingCodes.NotBefore, "not before 2026-05-04T04:02:01Z"), WaitingRule.WhyWaits(later, First, 1, Now));
        Assert.Equal(
            new(WaitingCodes.NotBefore, "not before 2026-05-04T04:02:01Z; its last attempt: The disk is full."),
            WaitingRule.WhyWaits(later with { Error = "The disk is full." }, First, 1, Now));
        Assert.Null(WaitingRule.WhyHeld(later, null, Now.AddHours(1)));
    }

    [Fact]
    public void Where_nobody_asks_it_waits_for_a_worker_else_for_its_turn()
    {
        var nobody = new WaitingView(WaitingCodes.NoWorker, "no worker has taken it yet");

        Assert.Equal(nobody, WaitingRule.WhyWaits(Row, First with { Before = 4 }, 0, Now));
        Assert.Equal(nobody, WaitingRule.WhyWaits(Row, First with { AskedAt = Now - TimeSpan.FromMinutes(16) }, 0, Now));
        Assert.Equal(new(WaitingCodes.Behind, "position 1 in queue things"), WaitingRule.WhyWaits(Row, First with { AskedAt = Now }, 0, Now));
        Assert.Equal(new(WaitingCodes.Behind, "position 5 in queue things"), WaitingRule.WhyWaits(Row, First with { Before = 4 }, 1, Now));
        Assert.Equal(
            new(WaitingCodes.Behind, "position after 1,000 in queue things"),
            WaitingRule.WhyWaits(Row, First with { Before = 1000, IsAtLeast = true }, 1, Now));
    }
}
