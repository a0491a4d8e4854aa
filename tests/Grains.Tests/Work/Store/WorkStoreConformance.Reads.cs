namespace Switchyard.Work.Store;

public abstract partial class WorkStoreConformance
{
    [Fact]
    public async Task Queued_items_come_by_priority_then_id_and_page_on()
    {
        foreach (var (id, priority) in new[] { (1L, 5), (2, 0), (3, 5), (4, -1), (5, 0) })
        {
            await InsertedAsync(NewRow(id) with { Priority = priority });
        }

        await InsertedAsync(NewRow(6) with { NotBefore = Now.AddMinutes(1) });
        await InsertedAsync(NewRow(7, "other"));
        await RunningAsync(8);

        var first = await Store.ReadQueuedAsync(Queue, null, 2, Now, Cancellation);
        Assert.Equal([4, 2], first.Select(entry => entry.Id));
        var rest = await Store.ReadQueuedAsync(Queue, first[^1], 10, Now, Cancellation);
        Assert.Equal([new QueueEntry(0, 5), new QueueEntry(5, 1), new QueueEntry(5, 3)], rest);
        Assert.Contains(new QueueEntry(0, 6), await Store.ReadQueuedAsync(Queue, null, 10, Now.AddMinutes(1), Cancellation));
    }

    [Fact]
    public async Task Due_items_are_the_running_ones_whose_lease_ran_out_longest_ago_first()
    {
        await Store.InsertAsync([.. Enumerable.Range(1, 5).Select(id => new WorkWrite(null, NewRow(id)))], Cancellation);
        foreach (var (id, minutes) in new[] { (1L, 30), (2L, 10), (3L, 20), (4L, 40) })
        {
            await Store.LeaseAsync(id, "w", Now.AddMinutes(minutes), Now);
        }

        await Store.CompleteAsync(new(2, 1), Now);
        Assert.Equal(
            [new DueItem(3, "table", 1), new DueItem(1, "table", 1)],
            await Store.ReadDueAsync(Queue, Now.AddMinutes(30), 10, Cancellation));
        Assert.Single(await Store.ReadDueAsync(Queue, Now.AddMinutes(30), 1, Cancellation));
        Assert.Equal([3, 4], (await Store.ReadRunningAsync(Queue, 1, 10, Cancellation)).Select(row => row.Id));
        Assert.Equal([1, 2, 3], (await Store.ReadRunningAsync(Queue, 0, 1, Cancellation))[0].Body);
    }

    [Fact]
    public async Task The_oldest_queued_item_says_since_when_it_waits()
    {
        Assert.Null(await Store.ReadOldestQueuedAsync(Queue, Cancellation));
        await InsertedAsync(NewRow(1) with { CreatedAt = Now.AddHours(-1) });
        await InsertedAsync(NewRow(2) with { CreatedAt = Now.AddHours(-3), Status = WorkStatus.Failed });
        await InsertedAsync(NewRow(3) with { CreatedAt = Now.AddHours(-2) });
        Assert.Equal(Now.AddHours(-2), await Store.ReadOldestQueuedAsync(Queue, Cancellation));
    }

    [Fact]
    public async Task Lists_hold_exactly_what_matches_and_pages_do_not_overlap()
    {
        var statuses = Enum.GetValues<WorkStatus>();
        var rows = Enumerable.Range(1, 120).Select(id => NewRow(id, id % 3 == 0 ? "a" : "b") with
        {
            Kind = id % 2 == 0 ? "table" : "job",
            Status = statuses[id % statuses.Length],
            Name = id % 5 == 0 ? null : $"n{id % 7}",
            Owner = id % 4 == 1 ? null : $"o{id % 3 % 2}",
            Target = id % 10 == 0 ? $"t{id}" : statuses[id % statuses.Length].IsTerminal() ? $"t{id % 4}" : null,
            Facets = id % 4 == 0 ? WorkRow.EmptyFacets : new Dictionary<string, long> { ["open"] = id % 11 },
            Version = 1,
        }).ToList();
        await Store.InsertAsync([.. rows.Select(row => new WorkWrite(null, row))], Cancellation);

        WorkQuery[] queries =
        [
            new(),
            new() { Queue = "a" },
            new() { Kind = "job" },
            new() { Kind = "job", Queue = "b", Statuses = [WorkStatus.Queued, WorkStatus.TimedOut] },
            new() { Statuses = [WorkStatus.Running] },
            new() { Statuses = [] },
            new() { Queue = "b", NamePrefix = "n3" },
            new() { Queue = "b", NamePrefix = "" },
            new() { Queue = "a", Facets = [new("open", FacetComparison.Greater, 3), new("open", FacetComparison.Less, 8)] },
            new() { Queue = "a", Facets = [new("open", FacetComparison.Equal, 0)] },
            new() { Queues = ["a", "none", "b", "a"] },
            new() { Queues = ["b"], Statuses = [WorkStatus.Running] },
            new() { Queues = ["a", "b"], Kind = "job", Statuses = [WorkStatus.Failed, WorkStatus.Queued, WorkStatus.Cancelled] },
            new() { Queues = [] },
            new() { Kind = "job", Target = "t3" },
            new() { Kind = "table", Target = "t2", Statuses = [WorkStatus.Completed, WorkStatus.Cancelled] },
            new() { Kind = "table", Target = "t10" },
            new() { Target = "t2" },
            new() { Target = "t2", Statuses = [WorkStatus.Failed, WorkStatus.Cancelled] },
            new() { Statuses = [WorkStatus.Failed, WorkStatus.Queued], NamePrefix = "n1" },
            new() { Owner = "o1" },
            new() { Owner = "o1", Kind = "job", Statuses = [WorkStatus.Failed, WorkStatus.Queued] },
            new() { Owner = "o0", Queue = "b" },
            new() { Owner = "o0", Queues = ["a", "b"], Statuses = [WorkStatus.Running] },
            new() { Owner = "o0", Kind = "table", Target = "t2" },
            new() { Owner = "nobody" },
        ];
        foreach (var query in queries)
        {
            var expected = rows.Where(row => Matches(query, row)).Select(row => row.Id).ToList();
            Assert.Equal(expected, await PageAsync(query));
            Assert.Equal(Enumerable.Reverse(expected), await PageAsync(query with { Descending = true }));
            Assert.Equal(expected.Count, await Store.CountAsync(query, Cancellation));
        }

        AssertSame(rows[2] with { Body = [] }, (await Store.ListAsync(new WorkQuery { Queue = "a", Limit = 1 }, Cancellation))[0]);
        AssertSame(rows[2], (await Store.ListAsync(new WorkQuery { Queue = "a", Limit = 1, WithBodies = true }, Cancellation))[0]);
        var both = new WorkQuery { Queues = ["a", "b"], Limit = 1, WithBodies = true };
        AssertSame(rows[0], (await Store.ListAsync(both, Cancellation))[0]);
    }

    [Fact]
    public async Task A_list_by_facet_begins_with_the_largest()
    {
        foreach (var (id, value) in new[] { (1L, 5), (2, 9), (3, 5), (4, 0) })
        {
            await InsertedAsync(NewRow(id) with { Facets = new Dictionary<string, long> { ["open"] = value } });
        }

        await InsertedAsync(NewRow(5));
        var list = await Store.ListAsync(new WorkQuery { Queue = Queue, LargestFacet = "open", Limit = 4 }, Cancellation);
        Assert.Equal([2, 1, 3, 4], list.Select(row => row.Id));
    }

    [Theory]
    [InlineData("50%_")]
    [InlineData("a\\")]
    [InlineData("'; drop table work_item; --")]
    [InlineData("\uD7FF")]
    [InlineData("\U0010FFFF")]
    public async Task A_prefix_is_taken_literally(string prefix)
    {
        await InsertedAsync(NewRow(1) with { Name = prefix });
        await InsertedAsync(NewRow(2) with { Name = prefix + "\U0010FFFF" });
        await InsertedAsync(NewRow(3) with { Name = "50 percent" });
        await InsertedAsync(NewRow(4) with { Name = "x" + prefix });
        var query = new WorkQuery { Queue = Queue, NamePrefix = prefix };
        Assert.Equal([1, 2], (await Store.ListAsync(query, Cancellation)).Select(row => row.Id));
        Assert.Equal(2, await Store.CountAsync(query, Cancellation));
    }

    [Theory]
    [InlineData("x') or 1=1 --")]
    [InlineData("Open")]
    [InlineData("open\n")]
    [InlineData("")]
    public async Task A_facet_that_is_no_name_never_reaches_the_database(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ListAsync(new WorkQuery { LargestFacet = name }, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.CountAsync(new WorkQuery { Facets = [new(name, FacetComparison.Equal, 1)] }, Cancellation));
    }

    [Fact]
    public async Task What_is_asked_often_is_answered_by_its_index()
    {
        var plans = new Dictionary<string, string>
        {
            ["select priority, id from work_item where queue = 'q' and status = 0 and (not_before is null or not_before <= 5) and (priority, id) > (1, 2) order by priority, id limit 10"] = "work_item_queued",
            ["select id from work_item where queue = 'q' and status = 1 and due_at <= 5 order by due_at limit 10"] = "work_item_due",
            ["select min(created_at) from (select created_at from work_item where queue = 'q' and status = 0 order by id limit 1000) oldest"] = "work_item_queue_status",
            ["select id from work_item where queue = 'q' and status >= 2 and finished_at < 5 order by finished_at limit 10"] = "work_item_finished",
            ["select * from work_item where queue = 'q' and status = 1 and id > 5 order by id limit 10"] = "work_item_queue_status",
            ["select * from work_item where kind = 'k' and status = 3 and id < 5 order by id desc limit 10"] = "work_item_kind_status",
            ["select count(*) from work_item where queue = 'q' and status in (0, 1) and name >= 'a' and name < 'b'"] = "work_item_name",
            ["select * from work_item where kind = 'k' and target = 't' and id > 5 order by id limit 10"] = "work_item_by_target",
            ["select * from work_record where space = 's' and sequence > 5 order by sequence limit 10"] = "work_record_space",
            [ListOf(new() { Owner = "o", Statuses = [WorkStatus.Failed], Descending = true })] = "work_item_owner",
            [ListOf(new() { Owner = "o", Kind = "k", Queues = ["q"], Statuses = [WorkStatus.Failed], After = 5, Descending = true })] = "work_item_owner",
            ["select count(*) from work_worker where queue = 'q' and last_seen >= 5"] = "work_worker_seen",
        };
        foreach (var (sql, index) in plans)
        {
            var plan = await ExplainAsync(sql);
            Assert.Contains(index, plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    /// <summary>The statement with its values in their places.</summary>
    private static string ListOf(WorkQuery query)
    {
        var (sql, parameters) = WorkQuerySql.List(query);
        foreach (var name in parameters.ParameterNames.OrderByDescending(name => name.Length))
        {
            var value = parameters.Get<object>(name);
            sql = sql.Replace($"@{name}", value is string text ? $"'{text}'" : $"{value}", StringComparison.Ordinal);
        }

        return sql;
    }

    private async Task<List<long>> PageAsync(WorkQuery query)
    {
        var ids = new List<long>();
        for (var page = await Store.ListAsync(query with { Limit = 7 }, Cancellation);
            page.Count > 0;
            page = await Store.ListAsync(query with { Limit = 7, After = page[^1].Id }, Cancellation))
        {
            ids.AddRange(page.Select(row => row.Id));
        }

        return ids;
    }

    private static bool Matches(WorkQuery query, WorkRow row) =>
        (query.Kind is null || row.Kind == query.Kind)
        && (query.Queues is null || query.Queues.Contains(row.Queue))
        && (query.Target is null || row.Target == query.Target)
        && (query.Owner is null || row.Owner == query.Owner)
        && (query.Queue is null || row.Queue == query.Queue)
        && (query.Statuses is null || query.Statuses.Contains(row.Status))
        && (string.IsNullOrEmpty(query.NamePrefix) || row.Name?.StartsWith(query.NamePrefix, StringComparison.Ordinal) == true)
        && query.Facets.All(facet => Math.Sign(row.Facets.GetValueOrDefault(facet.Name).CompareTo(facet.Value)) == facet.Comparison switch
        {
            FacetComparison.Equal => 0,
            FacetComparison.Greater => 1,
            _ => -1,
        });
}
