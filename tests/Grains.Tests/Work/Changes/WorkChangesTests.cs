namespace Switchyard.Work.Changes;

public sealed class WorkChangesTests
{
    private readonly WorkChanges _changes = new();

    [Fact]
    public void Who_asks_from_a_place_is_told_each_topic_that_changed_since_once()
    {
        _changes.Mark("job", "jobs.a");
        var (_, start) = _changes.Read(null);

        for (var time = 0; time < 1000; time++)
        {
            _changes.Mark("task", "mail");
        }

        _changes.Mark(ChangeTopics.Acts);
        var (topics, place) = _changes.Read(start);

        Assert.NotNull(topics);
        Assert.Equal([ChangeTopics.Acts, ChangeTopics.Kind("task"), ChangeTopics.Queue("mail")], topics.Order(StringComparer.Ordinal));
        Assert.Empty(_changes.Read(place).Topics!);
    }

    [Fact]
    public void Of_another_life_of_the_process_anything_may_have_changed()
    {
        var (_, place) = new WorkChanges().Read(null);

        Assert.Null(_changes.Read(place).Topics);
        Assert.Null(_changes.Read(null).Topics);
    }

    [Fact]
    public void Of_more_queues_than_are_kept_anything_may_have_changed()
    {
        var (_, place) = _changes.Read(null);

        for (var queue = 0; queue <= 10_000; queue++)
        {
            _changes.MarkQueue($"q{queue}");
        }

        Assert.Null(_changes.Read(place).Topics);
        var (_, next) = _changes.Read(null);
        _changes.MarkQueue("q");
        Assert.Equal([ChangeTopics.Queue("q")], _changes.Read(next).Topics);
    }

    [Fact]
    public void A_lease_that_is_held_for_longer_is_no_change_and_all_else_is()
    {
        var row = new WorkRow { Id = 1, Kind = "job", Queue = "jobs", CreatedAt = DateTimeOffset.UnixEpoch, Status = WorkStatus.Running, Version = 3 };

        Assert.False(ItemChanges.IsOne(new WorkWrite(row, row with { LeaseExpiresAt = DateTimeOffset.UnixEpoch.AddHours(1) })));
        Assert.True(ItemChanges.IsOne(new WorkWrite(null, row)));
        Assert.True(ItemChanges.IsOne(new WorkWrite(row, row with { Status = WorkStatus.Completed })));
        Assert.True(ItemChanges.IsOne(new WorkWrite(row, row with { Facets = new Dictionary<string, long> { ["n"] = 1 } })));
        Assert.True(ItemChanges.IsOne(new WorkWrite(row, row with { Body = [1] })));
        Assert.True(ItemChanges.IsOne(new WorkWrite(row, row) { Parts = [new WorkPart("log", [1])] }));
    }
}
