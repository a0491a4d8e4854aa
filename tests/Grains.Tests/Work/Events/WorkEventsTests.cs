namespace Switchyard.Work.Events;

public sealed class WorkEventsTests
{
    private readonly WorkEvents _events = new();

    [Fact]
    public void Nothing_is_kept_while_nobody_listens()
    {
        _events.Publish(EventOf(1));
        _events.Turn(on: false);
        _events.Publish(EventOf(2));

        Assert.False(_events.IsOn);
        Assert.Equal(0, _events.Waiting);
        _events.Turn(on: true);
        Assert.Empty(_events.Take(10).Events);
    }

    [Fact]
    public void What_waits_is_taken_in_order_and_once()
    {
        for (var id = 1; id <= 5; id++)
        {
            _events.Publish(EventOf(id));
        }

        Assert.Equal([1L, 2, 3], _events.Take(3).Events.Select(happened => happened.Id));
        Assert.Equal([4L, 5], _events.Take(3).Events.Select(happened => happened.Id));
        Assert.Empty(_events.Take(3).Events);
    }

    [Fact]
    public void What_is_too_much_is_given_up_and_said_so_once()
    {
        for (var id = 0; id < WorkEvents.Most + 1; id++)
        {
            _events.Publish(EventOf(id));
        }

        var (taken, hasGap) = _events.Take(WorkEvents.Most + 1);
        Assert.Equal((WorkEvents.Most, true), (taken.Count, hasGap));
        Assert.False(_events.Take(1).HasGap);
    }

    private static WorkEvent EventOf(long id) =>
        new() { Id = id, Kind = "thing", Queue = "q", Status = WorkStatus.Queued, At = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) };
}
