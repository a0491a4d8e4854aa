namespace Switchyard.Work.Events;

public sealed class EventRingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly EventRing _ring = new(3, TimeSpan.FromMinutes(10));

    [Fact]
    public void It_keeps_the_last_ones()
    {
        Add(1, 2, 3, 4, 5);

        Assert.Equal([3L, 4, 5], Read(2).Select(found => found.Number));
        Assert.Equal([4L, 5], Read(3).Select(found => found.Event.Id));
        Assert.Empty(Read(5));
        Assert.False(_ring.Has(1, Start));
        Assert.True(_ring.Has(2, Start));
        Assert.True(_ring.Has(5, Start));
        Assert.False(_ring.Has(6, Start));
    }

    [Fact]
    public void It_forgets_what_is_old_but_not_how_far_it_was()
    {
        Add(1, 2);
        var later = Start + TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(1);

        Assert.True(_ring.Has(0, later - TimeSpan.FromMilliseconds(1)));
        Assert.False(_ring.Has(1, later));
        Assert.True(_ring.Has(2, later));
        _ring.Add(EventOf(3), later);
        Assert.Equal([3L], Read(2).Select(found => found.Number));
    }

    [Fact]
    public void A_page_ends_where_it_is_full_and_passes_over_what_nobody_wants()
    {
        Add(7, 8, 7);

        var (events, end) = _ring.Read(0, new EventFilter { Id = 7 }, max: 1);
        Assert.Equal((1, 1L), (events.Count, end));
        Assert.Equal(3, _ring.Read(0, new EventFilter { Id = 9 }, max: 1).End);
    }

    [Fact]
    public void A_filter_is_all_of_its_conditions()
    {
        var happened = EventOf(1) with { Owner = "ada" };

        Assert.True(new EventFilter().Takes(happened));
        Assert.True(new EventFilter { Id = 1, Kind = "thing", Queue = "q", Owner = "ada", Queues = ["p", "q"] }.Takes(happened));
        Assert.False(new EventFilter { Owner = "bob" }.Takes(happened));
        Assert.False(new EventFilter { Owner = "ada" }.Takes(EventOf(1)));
        Assert.False(new EventFilter { Queues = ["p"] }.Takes(happened));
        Assert.False(new EventFilter { Kind = "other" }.Takes(happened));
    }

    private IReadOnlyList<(long Number, WorkEvent Event)> Read(long after) => _ring.Read(after, new EventFilter(), 100).Events;

    private void Add(params long[] ids)
    {
        foreach (var id in ids)
        {
            _ring.Add(EventOf(id), Start);
        }
    }

    private static WorkEvent EventOf(long id) => new() { Id = id, Kind = "thing", Queue = "q", Status = WorkStatus.Queued, At = Start };
}
