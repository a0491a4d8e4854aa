using System.Text;
using Dapper;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task New_tasks_are_stored_with_leases_of_some_of_them_each_request_with_its_own()
    {
        await SubmitAsync(New(1, task => task with { UniqueKey = "u" }));

        // Those that come first go alone; the others wait meanwhile, and are stored together.
        var first = Enumerable.Range(90, 4).Select(id => Store.SubmitAsync([New(id)], Cancellation)).ToList();
        var plain = Store.SubmitClaimedAsync([New(2), New(3)], Claim(3), Cancellation);
        var unclaimed = Store.SubmitAsync([New(4, task => task with { UniqueKey = "v" })], Cancellation);
        var existing = Store.SubmitClaimedAsync([New(5, task => task with { UniqueKey = "u" }), New(6, task => task with { UniqueKey = "w" })], Claim(5, 6), Cancellation);
        var late = Store.SubmitClaimedAsync([New(7)], Claim(7) with { Epoch = 0 }, Cancellation);
        var last = Store.SubmitClaimedAsync([New(8, task => task with { Tags = ["t"] })], Claim(8), Cancellation);
        await Task.WhenAll(first);

        Assert.Equal([new(2, false), new(3, false)], (await plain).Tasks);
        Assert.Equal([new(4, false)], await unclaimed);
        Assert.Equal([new(1, true), new(6, false)], (await existing).Tasks);
        Assert.Equal([new(7, false)], (await late).Tasks);
        Assert.Equal([new(8, false)], (await last).Tasks);
        Assert.Equal([5], (await existing).Claimed!.Value.Gone);
        Assert.Null((await late).Claimed);
        Assert.Equal([3, 6, 8], await OutAsync());
        Assert.Equal((await plain).Claimed!.Value.Number, (await FoundAsync(3)).LeaseNumber);
        Assert.Equal((await last).Claimed!.Value.Number, (await FoundAsync(8)).LeaseNumber);
        Assert.Equal("queued 8, running 3", await CountsAsync());
    }

    [Fact]
    public async Task A_queue_is_made_once_and_keeps_its_policy()
    {
        var other = await OpenLaneAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Store : other).OpenQueueAsync("print", Cancellation)));
        Assert.Single(made.Select(queue => queue.Number).Distinct());
        Assert.Equal(new TaskQueuePolicy(), made[0].Policy);
        Assert.Equal(Now, made[0].CreatedAt);

        var policy = new TaskQueuePolicy
        {
            Lease = TimeSpan.FromMinutes(5),
            MaxAttempts = 9,
            Timeout = TimeSpan.FromHours(1),
            Concurrency = 4,
            Rate = new TaskRate(10, TimeSpan.FromSeconds(1)),
            Backoff = new TaskBackoff(TimeSpan.FromSeconds(2), 3, TimeSpan.FromMinutes(1), 0),
            Retention = new TaskRetention(null, TimeSpan.FromDays(1)),
        };
        await Store.WritePolicyAsync(made[0].Number, policy, Cancellation);
        Assert.Equal(policy, (await other.FindQueueAsync("print", Cancellation))!.Policy);
        Assert.Equal(policy, (await other.OpenQueueAsync("print", Cancellation)).Policy);
        Assert.Null(await Store.FindQueueAsync("Print", Cancellation));
        Assert.Equal(["mail", "print"], (await Store.ReadQueuesAsync(Cancellation)).Select(queue => queue.Name));
    }

    [Fact]
    public async Task A_task_is_found_with_all_that_it_was_given()
    {
        var given = new NewTask
        {
            Queue = "mail",
            Payload = Encoding.UTF8.GetBytes("""{"to":"ünï ✓","n":1.50}"""),
            Name = "to Zoë",
            Priority = 7,
            NotBefore = Now.AddMinutes(5),
            UniqueKey = "k",
            UniqueUntil = Now.AddHours(1),
            GroupKey = "customer 4",
            Tags = ["red", "a \"b\""],
            MaxAttempts = 4,
            Timeout = TimeSpan.FromMilliseconds(1500),
            Deadline = Now.AddDays(1),
            Owner = "key 1",
            Trace = Encoding.UTF8.GetBytes("""{"traceparent":"00-1"}"""),
        };
        await SubmitAsync(new LaneTask(1, Queue.Number, -7, given, Now));

        var found = (await Store.FindAsync(1, Cancellation))!;
        Assert.Equal((Queue.Number, (short)-7), (found.QueueNumber, found.Rank));
        Assert.Equivalent(
            new TaskView
            {
                Id = 1,
                Queue = "mail",
                Status = WorkStatus.Queued,
                Attempt = 0,
                Priority = 7,
                Payload = given.Payload,
                Name = given.Name,
                GroupKey = given.GroupKey,
                Tags = given.Tags,
                UniqueKey = "k",
                Owner = given.Owner,
                CreatedAt = Now,
                NotBefore = given.NotBefore,
                Deadline = given.Deadline,
                MaxAttempts = 4,
                Timeout = given.Timeout,
                Trace = given.Trace,
            },
            found.View,
            strict: true);
        Assert.Null(await Store.FindAsync(2, Cancellation));
        Assert.Equal("queued 1", await CountsAsync());
    }

    [Fact]
    public async Task A_task_keeps_all_that_it_was_given_when_it_has_ended()
    {
        await SubmitAsync(New(1, task => task with { Name = "a", GroupKey = "g", Tags = ["t"], UniqueKey = "k", Owner = "o", Deadline = Now.AddDays(1), MaxAttempts = 2, Timeout = TimeSpan.FromHours(1), Trace = [1] }, rank: 3));
        var before = await FoundAsync(1);
        var lease = await ClaimedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(2));
        await CompleteAsync(1, lease, "[1.0]");

        Assert.Equivalent(
            before with
            {
                Status = WorkStatus.Completed,
                Attempt = 1,
                Result = Encoding.UTF8.GetBytes("[1.0]"),
                LeaseNumber = lease,
                Worker = "ann",
                StartedAt = Now.AddSeconds(-2),
                FinishedAt = Now,
            },
            await FoundAsync(1),
            strict: true);
    }

    [Fact]
    public async Task A_time_that_has_passed_does_not_delay()
    {
        await SubmitAsync(New(1, task => task with { NotBefore = Now }), New(2, task => task with { NotBefore = Now.AddMilliseconds(1) }));
        Assert.Equal([1], await ReadyAsync());
        Assert.Null((await FoundAsync(1)).NotBefore);
    }

    [Fact]
    public async Task Many_are_stored_in_one_go_and_answered_in_order()
    {
        await SubmitAsync([.. Enumerable.Range(1, 3000).Reverse().Select(id => (long)id)]);
        Assert.Equal("queued 3000", await CountsAsync());
        Assert.Empty(await Store.SubmitAsync([], Cancellation));
    }

    [Fact]
    public async Task A_unique_key_is_one_tasks_while_it_is_active()
    {
        NewTask Keyed(NewTask task) => task with { UniqueKey = "k" };
        var other = await Store.OpenQueueAsync("other", Cancellation);
        Assert.Equal(
            [new(1, false), new(1, true), new(3, false), new(4, false)],
            await Store.SubmitAsync([New(1, Keyed), New(2, Keyed), New(3), New(4, Keyed, other.Number)], Cancellation));
        var lease = await ClaimedAsync(1);
        Assert.Equal([new(1, true)], await Store.SubmitAsync([New(5, Keyed)], Cancellation));
        Assert.Equal("queued 1, running 1", await CountsAsync());

        await CompleteAsync(1, lease);
        Assert.Equal([new(6, false), new(6, true)], await Store.SubmitAsync([New(6, Keyed), New(7, Keyed)], Cancellation));
        await Store.CancelAsync(6, "no", Now, cancellationToken: Cancellation);
        await SubmitAsync(New(8, Keyed));
        Assert.Null(await Store.FindAsync(2, Cancellation));
    }

    [Fact]
    public async Task A_unique_key_holds_until_its_time_also_of_a_task_that_has_ended()
    {
        await SubmitAsync(New(1, task => task with { UniqueKey = "k", UniqueUntil = Now.AddMinutes(10) }));
        await CompleteAsync(1, await ClaimedAsync(1));
        Time.Advance(TimeSpan.FromMinutes(9));
        await Store.FoldAsync(Now, Cancellation);
        Assert.Equal([new(1, true)], await Store.SubmitAsync([New(2, task => task with { UniqueKey = "k" })], Cancellation));

        Time.Advance(TimeSpan.FromMinutes(1));
        await SubmitAsync(New(3, task => task with { UniqueKey = "k", UniqueUntil = Now.AddMinutes(1) }));
        Time.Advance(TimeSpan.FromHours(1));
        await Store.FoldAsync(Now, Cancellation);
        Assert.Equal([new(3, true)], await Store.SubmitAsync([New(4, task => task with { UniqueKey = "k" })], Cancellation));
    }

    [Fact]
    public async Task Of_those_that_come_at_once_with_one_unique_key_one_is_stored()
    {
        var stores = new[] { Store, await OpenLaneAsync() };
        var answers = await Task.WhenAll(Enumerable.Range(1, 40).Select(
            id => Task.Run(() => stores[id % 2].SubmitAsync([New(id, task => task with { UniqueKey = "k" }), New(id + 100)], Cancellation))));
        Assert.Single(answers, answer => !answer[0].Existing);
        Assert.Single(answers.Select(answer => answer[0].Id).Distinct());
        Assert.Equal("queued 41", await CountsAsync());
    }

    [Fact]
    public async Task A_guard_that_refuses_leaves_nothing_and_sees_what_was_stored()
    {
        await SubmitAsync(New(1, task => task with { UniqueKey = "k" }));
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync("create table guard_note (id bigint primary key)");
        }

        LaneTask[] tasks = [New(2), New(3, task => task with { UniqueKey = "k" }), New(4, task => task with { UniqueKey = "l" })];
        Assert.Null(await Store.SubmitGuardedAsync(tasks, (connection, stored) => GuardAsync(connection, stored, allow: false), Cancellation));
        Assert.Equal("queued 1", await CountsAsync());
        Assert.Null(await Store.FindAsync(2, Cancellation));

        var stored = await Store.SubmitGuardedAsync(tasks, (connection, answers) => GuardAsync(connection, answers, allow: true), Cancellation);
        Assert.Equal([new(2, false), new(1, true), new(4, false)], stored);
        Assert.Equal("queued 3", await CountsAsync());
        await using var after = await ConnectAsync();
        Assert.Equal([2L], await after.QueryAsync<long>("select id from guard_note"));

        static async Task<bool> GuardAsync(System.Data.Common.DbConnection connection, IReadOnlyList<LaneSubmitted> stored, bool allow)
        {
            Assert.Equal([new(2, false), new(1, true), new(4, false)], stored);
            await connection.ExecuteAsync("insert into guard_note (id) values (@id)", new { id = stored[0].Id });
            return allow;
        }
    }

    [Fact]
    public async Task A_guard_that_throws_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Store.SubmitGuardedAsync([New(1)], (_, _) => throw new InvalidOperationException("no"), Cancellation));
        Assert.Null(await Store.FindAsync(1, Cancellation));
        Assert.Equal("", await CountsAsync());
        await SubmitAsync(1);
    }

    [Fact]
    public async Task One_that_cannot_be_stored_does_not_fail_its_neighbours()
    {
        await SubmitAsync(1);
        var calls = Enumerable.Range(2, 30).Select(id => Task.Run(() => Store.SubmitAsync([New(id == 20 ? 1 : id)], Cancellation))).ToList();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Task.WhenAll(calls));
        Assert.Equal(1, calls.Count(call => call.IsFaulted));
        Assert.Equal("queued 30", await CountsAsync());
    }
}
