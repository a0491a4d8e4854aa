using Dapper;
using Switchyard.Work.Failures;

namespace Switchyard.Work.Store;

public abstract partial class WorkStoreConformance
{
    private static readonly long NoRoom = ErrorPattern.NumberOf("no room for # bytes");

    [Fact]
    public async Task What_failed_is_summed_by_its_error()
    {
        await FailedOfAllKindsAsync();

        var all = await Store.SumFailuresAsync(new(), Cancellation);
        Assert.Equal((4, 0), (all.Count, all.Unsorted));
        Assert.Equal(
            [
                new(NoRoom, Queue, "table", 2, Now.AddMinutes(1), Now.AddMinutes(3), 3),
                new(ErrorPattern.NumberOf(ErrorPattern.None), Queue, "table", 1, Now.AddMinutes(4), Now.AddMinutes(4), 4),
                new(NoRoom, "other", "table", 1, Now.AddMinutes(2), Now.AddMinutes(2), 2),
            ],
            all.Sums);
        Assert.Equal([2, 1], (await SumsAsync(new() { Groups = [NoRoom] })).Select(sum => sum.Count));
        Assert.Equal(2, Assert.Single(await SumsAsync(new() { Queue = "other" })).Newest);
        Assert.Equal([4, 3], (await SumsAsync(new() { Since = Now.AddMinutes(3) })).Select(sum => sum.Newest));
        Assert.Empty(await SumsAsync(new() { Kind = "job" }));
        var largest = await Store.SumFailuresAsync(new() { Limit = 1 }, Cancellation);
        Assert.Equal((3, 4), (Assert.Single(largest.Sums).Newest, largest.Count));
    }

    [Fact]
    public async Task What_is_tried_again_or_removed_is_none_of_the_failed()
    {
        await FailedOfAllKindsAsync();
        var failed = (await Store.ReadAsync(3, Cancellation))!;
        Assert.Equal(
            WriteOutcome.Committed, await Store.WriteAsync(new WorkWrite(failed, failed with { Status = WorkStatus.Queued, FinishedAt = null, Error = null }), Cancellation));
        await Store.DeleteAsync(2, Cancellation);

        Assert.Equal(new(NoRoom, Queue, "table", 1, Now.AddMinutes(1), Now.AddMinutes(1), 1), Assert.Single(await SumsAsync(new() { Groups = [NoRoom] })));
    }

    [Fact]
    public async Task What_failed_under_an_earlier_release_gets_its_group_step_by_step()
    {
        await FailedOfAllKindsAsync();
        var expected = await Store.SumFailuresAsync(new(), Cancellation);
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync("update work_item set error_group = null");
        }

        var before = await Store.SumFailuresAsync(new(), Cancellation);
        Assert.Equal((0, 4), (before.Count, before.Unsorted));
        Assert.Equal(3, await Store.SortFailuresAsync(3, Cancellation));
        Assert.Equal(1, (await Store.SumFailuresAsync(new(), Cancellation)).Unsorted);
        Assert.Equal(1, await Store.SortFailuresAsync(3, Cancellation));
        Assert.Equal(0, await Store.SortFailuresAsync(3, Cancellation));
        Assert.Equal(expected.Sums, (await Store.SumFailuresAsync(new(), Cancellation)).Sums);
    }

    [Fact]
    public async Task Sums_of_what_failed_are_read_off_their_index_alone()
    {
        var plan = await ExplainAsync(new FailureTable(SqlDialect.Sqlite, "work_item", "kind").SumsOf("").Replace("@limit", "10", StringComparison.Ordinal));

        Assert.Matches("COVERING INDEX work_item_failed|Index Only Scan using work_item_failed", plan);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_are_listed_by_their_ids()
    {
        await FailedOfAllKindsAsync();
        Assert.Equal([5, 2], (await Store.ListAsync(new() { Ids = [2, 5, 99], Descending = true }, Cancellation)).Select(row => row.Id));
        Assert.Equal([2], (await Store.ListAsync(new() { Ids = [2, 5], Statuses = FailureGroups.Statuses }, Cancellation)).Select(row => row.Id));
        Assert.Empty(await Store.ListAsync(new() { Ids = [] }, Cancellation));
    }

    private async Task FailedOfAllKindsAsync()
    {
        await EndedAsync(1, 1, WorkStatus.Failed, "no room for 5 bytes");
        await EndedAsync(2, 2, WorkStatus.Failed, "no room for 9 bytes", "other");
        await EndedAsync(3, 3, WorkStatus.TimedOut, "Traceback:\n  line 4\nno room for 7 bytes");
        await EndedAsync(4, 4, WorkStatus.Failed, null);
        await EndedAsync(5, 5, WorkStatus.Cancelled, "no room for 9 bytes");
    }

    private Task<WorkRow> EndedAsync(long id, int minutes, WorkStatus status, string? error, string queue = Queue) =>
        InsertedAsync(NewRow(id, queue) with { Status = status, Error = error, FinishedAt = Now.AddMinutes(minutes) });

    private async Task<IReadOnlyList<FailureSum>> SumsAsync(FailureSumQuery query) => (await Store.SumFailuresAsync(query, Cancellation)).Sums;
}
