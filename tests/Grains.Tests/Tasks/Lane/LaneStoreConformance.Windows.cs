namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task Groups_are_read_by_rank_and_the_bytes_of_their_keys()
    {
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await SubmitAsync(
            [
                .. new[] { "b", "", "Z", "a", "é", "\U0001F600", "\uFFFD", "a" }.Select((key, i) => New(i + 1, task => task with { GroupKey = key }, rank: 5)),
                New(20, task => task with { GroupKey = "a" }, rank: -100),
                New(21, rank: 100),
                New(22, task => task with { GroupKey = "later", NotBefore = Now.AddHours(1) }),
                New(23, task => task with { GroupKey = "elsewhere" }, other.Number),
            ]);
        LaneGroup[] groups = [new(-100, "a"), .. new[] { "", "Z", "a", "b", "é", "\uFFFD", "\U0001F600" }.Select(key => new LaneGroup(5, key)), new(100, "")];
        Assert.Equal(groups, await Store.ReadGroupsAsync(Queue.Number, null, 100, Cancellation));

        var pages = new List<LaneGroup>();
        while (pages.Count < 20 && await Store.ReadGroupsAsync(Queue.Number, pages.Count == 0 ? null : pages[^1], 2, Cancellation) is { Count: > 0 } page)
        {
            pages.AddRange(page);
        }

        Assert.Equal(groups, pages);
    }

    [Fact]
    public async Task Heads_are_read_by_group_and_age_after_their_places()
    {
        await SubmitAsync(
            [
                .. new long[] { 9, 3, 5, 7 }.Select(id => New(id, task => task with { GroupKey = "a" })),
                New(4, task => task with { GroupKey = "b", Name = "n", Tags = ["t"], Timeout = TimeSpan.FromSeconds(5), Deadline = Now.AddHours(1), Trace = [7] }, rank: -1),
                New(6, task => task with { GroupKey = "a", NotBefore = Now.AddHours(1) }),
                New(8, task => task with { GroupKey = "a" }, rank: -1),
            ]);
        var heads = await Store.ReadHeadsAsync(Queue.Number, [new(0, "a", 3), new(-1, "b", 0), new(0, "none", 0)], 2, int.MaxValue, Cancellation);
        Assert.Equal([5, 7, 4], heads.Select(head => head.Id));
        Assert.Equivalent(
            new LaneHead(4, -1, "b", 0, """{"n":4}"""u8.ToArray(), "n", ["t"], Now, Now.AddHours(1), TimeSpan.FromSeconds(5), [7]), heads[2], strict: true);
    }

    [Fact]
    public async Task Heads_end_with_the_one_that_brings_them_to_the_bound()
    {
        await SubmitAsync([.. Enumerable.Range(1, 6).Select(id => New(id, task => task with { Payload = new byte[1000], GroupKey = id > 3 ? "b" : "a" }))]);
        Task<IReadOnlyList<LaneHead>> ReadAsync(int bytes) => Store.ReadHeadsAsync(Queue.Number, [new(0, "a", 0), new(0, "b", 0)], 10, bytes, Cancellation);
        Assert.Equal([1], (await ReadAsync(1)).Select(head => head.Id));
        Assert.Equal([1, 2], (await ReadAsync(2000)).Select(head => head.Id));
        Assert.Equal([1, 2, 3, 4], (await ReadAsync(3001)).Select(head => head.Id));
        Assert.Equal(6, (await ReadAsync(6001)).Count);
    }

    [Fact]
    public async Task A_task_that_comes_back_is_a_head_again_with_its_attempts()
    {
        await SubmitAsync(1, 2);
        var lease = await ClaimedAsync(1, 2);
        await FailAsync(1, lease);
        var heads = await Store.ReadHeadsAsync(Queue.Number, [new(0, "", 0)], 10, int.MaxValue, Cancellation);

        // What is out may be among them: its holder knows.
        Assert.Equal((1, 1), (heads[0].Id, heads[0].Attempts));
        Assert.All(heads.Skip(1), head => Assert.Equal((2, 0), (head.Id, head.Attempts)));
        await CompleteAsync(2, lease);
        Assert.Equal([1], (await Store.ReadHeadsAsync(Queue.Number, [new(0, "", 0)], 10, int.MaxValue, Cancellation)).Select(head => head.Id));
        Assert.Empty(await Store.ReadHeadsAsync(Queue.Number, [], 10, int.MaxValue, Cancellation));
    }

    [Fact]
    public async Task The_oldest_is_found_behind_thousands_of_groups_that_come_before_it()
    {
        var start = Now;
        await SubmitAsync(New(1, task => task with { GroupKey = "last" }, rank: 5));
        Time.Advance(TimeSpan.FromHours(1));
        await SubmitAsync([.. Enumerable.Range(2, 2000).Select(id => New(id, task => task with { GroupKey = $"g{id}" }))]);

        Assert.Equal(start, await Store.ReadOldestAsync(Queue.Number, Cancellation));
        await ClaimedAsync(1);
        Assert.Equal(start.AddHours(1), await Store.ReadOldestAsync(Queue.Number, Cancellation));
    }

    [Fact]
    public async Task The_oldest_is_the_one_that_waits_longest_and_is_ready()
    {
        Assert.Null(await Store.ReadOldestAsync(Queue.Number, Cancellation));
        var start = Now;
        for (long id = 1; id <= 4; id++)
        {
            await SubmitAsync(New(id, task => task with { NotBefore = id == 1 ? Now.AddHours(1) : null, GroupKey = $"g{9 - id}" }, rank: (short)-id));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(start.AddSeconds(1), await Store.ReadOldestAsync(Queue.Number, Cancellation));
        var lease = await ClaimedAsync(2);
        Assert.Equal(start.AddSeconds(2), await Store.ReadOldestAsync(Queue.Number, Cancellation));
        await FailAsync(2, lease);
        Assert.Equal(start.AddSeconds(1), await Store.ReadOldestAsync(Queue.Number, Cancellation));
        Time.Advance(TimeSpan.FromHours(1));
        await SweepAsync();
        Assert.Equal(start, await Store.ReadOldestAsync(Queue.Number, Cancellation));
        await ClaimedAsync(1, 2, 3, 4);
        Assert.Null(await Store.ReadOldestAsync(Queue.Number, Cancellation));
    }
}
