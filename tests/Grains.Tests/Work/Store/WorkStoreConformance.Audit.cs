using Switchyard.Work.Audit;

namespace Switchyard.Work.Store;

/// <summary>Acts of people are on the record when, and only when, they took effect.</summary>
public abstract partial class WorkStoreConformance
{
    [Fact]
    public async Task An_act_is_stored_with_its_transition_and_every_field()
    {
        var row = await InsertedAsync(NewRow(1));
        var act = Act("cancel", "ann") with
        {
            From = "::1",
            Item = 1,
            Queue = Queue,
            Subject = "a \U0001F600",
            Reason = "because",
            Before = "queued",
            After = "cancelled",
            RequestId = "r-1",
        };

        Assert.Equal(WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(row, row with { Status = WorkStatus.Cancelled }) { Act = act }, Cancellation));

        var stored = Assert.Single(await ActsAsync(new AuditFilter()));
        Assert.True(stored.Sequence > 0);
        Assert.Equal(act with { Sequence = stored.Sequence }, stored);
    }

    [Fact]
    public async Task An_act_whose_transition_is_refused_leaves_nothing()
    {
        var row = await InsertedAsync(NewRow(1));
        var write = new WorkWrite(row, row with { Status = WorkStatus.Cancelled }) { Act = Act("cancel", "ann") };
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Store.WriteAsync(write, Cancellation)));

        Assert.Single(outcomes, WriteOutcome.Committed);
        Assert.Single(await ActsAsync(new AuditFilter()));
    }

    [Fact]
    public async Task A_removal_is_on_the_record_when_there_was_something_to_remove()
    {
        await InsertedAsync(NewRow(1) with { Status = WorkStatus.Failed, Error = "why" });
        await InsertedAsync(NewRow(2));

        await Store.DeleteEndedAsync("table", 1, Act("delete", "ann"), Cancellation);
        await Store.DeleteEndedAsync("table", 1, Act("delete", "bob"), Cancellation);
        await Store.DeleteEndedAsync("table", 2, Act("delete", "bob"), Cancellation);

        var act = Assert.Single(await ActsAsync(new AuditFilter()));
        Assert.Equal(("ann", 1L, Queue, "failed: why"), (act.Who, act.Item, act.Queue, act.Before));
    }

    [Fact]
    public async Task Acts_are_found_by_each_condition_newest_first_and_page_by_page()
    {
        for (var number = 0; number < 24; number++)
        {
            await AddAsync(Act(number % 2 == 0 ? "pause" : "resume", number % 3 == 0 ? "ann" : "bob") with
            {
                Item = number % 4 == 0 ? number : null,
                Queue = number % 5 == 0 ? "q" : null,
                RequestId = $"{number}",
            });
        }

        Assert.Equal(Numbers(number => number % 2 == 0), await FoundAsync(new AuditFilter { Act = "pause" }));
        Assert.Equal(Numbers(number => number % 3 == 0), await FoundAsync(new AuditFilter { Who = "ann" }));
        Assert.Equal(Numbers(number => number == 8), await FoundAsync(new AuditFilter { Item = 8 }));
        Assert.Equal(Numbers(number => number % 5 == 0), await FoundAsync(new AuditFilter { Queue = "q" }));
        Assert.Equal(Numbers(number => number % 6 == 0), await FoundAsync(new AuditFilter { Act = "pause", Who = "ann" }));

        var (pages, before) = (new List<string>(), (long?)null);
        while (await ActsAsync(new AuditFilter(), before, 7) is { Count: > 0 } page)
        {
            pages.AddRange(page.Select(entry => entry.RequestId!));
            before = page[^1].Sequence;
        }

        Assert.Equal(Numbers(_ => true), pages);

        async Task<IEnumerable<string?>> FoundAsync(AuditFilter filter) => (await ActsAsync(filter)).Select(entry => entry.RequestId);

        static IEnumerable<string> Numbers(Func<int, bool> takes) => Enumerable.Range(0, 24).Where(takes).Reverse().Select(number => $"{number}");
    }

    [Fact]
    public async Task Old_acts_go_the_oldest_first_and_no_number_is_given_again()
    {
        var first = Now;
        for (var day = 0; day < 5; day++)
        {
            await AddAsync(Act("pause", "ann") with { At = first.AddDays(day), RequestId = $"{day}" });
        }

        var newest = (await ActsAsync(new AuditFilter()))[0].Sequence;
        await Store.RunAsync(async connection => Assert.Equal(2, await AuditTable.ForgetAsync(connection, first.AddDays(3), 2)), Cancellation);
        Assert.Equal(["4", "3", "2"], (await ActsAsync(new AuditFilter())).Select(entry => entry.RequestId));
        await Store.RunAsync(async connection => Assert.Equal(1, await AuditTable.ForgetAsync(connection, first.AddDays(3), 2)), Cancellation);
        await Store.RunAsync(async connection => Assert.Equal(2, await AuditTable.ForgetAsync(connection, first.AddDays(9), 2)), Cancellation);
        Assert.Empty(await ActsAsync(new AuditFilter()));

        await AddAsync(Act("pause", "ann"));
        Assert.True(Assert.Single(await ActsAsync(new AuditFilter())).Sequence > newest);
    }

    private AuditEntry Act(string act, string who) => new() { At = Now, Who = who, Act = act };

    private Task AddAsync(AuditEntry act) => Store.RunAsync(connection => AuditTable.AddAsync(connection, act), Cancellation);

    private Task<IReadOnlyList<AuditEntry>> ActsAsync(AuditFilter filter, long? before = null, int limit = 100) =>
        Store.QueryAsync(connection => AuditTable.ReadAsync(connection, filter, before, limit), Cancellation);
}
