using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task A_claim_is_one_lease_for_its_batch()
    {
        await SubmitAsync(1, 2, 3, 4);
        var first = await ClaimedAsync(1, 3);
        var second = await ClaimedAsync(4);
        Assert.True(second > first);
        Assert.Equal([2], await ReadyAsync());
        Assert.Equal("queued 1, running 3", await CountsAsync());

        var task = await FoundAsync(3);
        Assert.Equal((WorkStatus.Running, 1, first, "ann"), (task.Status, task.Attempt, task.LeaseNumber, task.Worker));
        Assert.Equal((Now.AddSeconds(60), Now), (task.LeaseExpiresAt, task.StartedAt));
        var leases = await Store.ReadLeasesAsync(Queue.Number, cancellationToken: Cancellation);
        Assert.Equal([(first, "1 3"), (second, "4")], leases.Select(lease => (lease.Number, string.Join(' ', lease.Ids.Order()))).Order());
        Assert.Equal([second], (await Store.ReadLeasesAsync(Queue.Number, second, Cancellation)).Select(lease => lease.Number));
        Assert.All(leases, lease => Assert.Equal(("ann", Now.AddSeconds(60), null), (lease.Worker, lease.ExpiresAt, lease.Until)));
    }

    [Fact]
    public async Task Parts_of_a_claim_run_out_no_later_than_their_attempts()
    {
        await SubmitAsync(1, 2, 3);
        var claim = Claim() with { Parts = [new(Now.AddSeconds(30), [1]), new(Now.AddSeconds(90), [2]), new(null, [3])] };
        var number = (await Store.ClaimAsync(claim, Cancellation))!.Value.Number;
        Assert.Equal(
            [(1, Now.AddSeconds(30), Now.AddSeconds(30)), (2, Now.AddSeconds(60), Now.AddSeconds(90)), (3, Now.AddSeconds(60), null)],
            (await Store.ReadLeasesAsync(Queue.Number, cancellationToken: Cancellation)).Select(lease => (lease.Ids.Single(), lease.ExpiresAt, lease.Until)).Order());

        Assert.Equal(new(TaskOutcome.Ok, Now.AddSeconds(90)), await RenewAsync(2, number, TimeSpan.FromMinutes(10)));
        Assert.Equal(new(TaskOutcome.Ok, Now.AddSeconds(30)), await RenewAsync(1, number));
    }

    [Fact]
    public async Task What_is_not_ready_any_more_is_not_leased_and_told()
    {
        await SubmitAsync(1, 2, 3, 4);
        await Store.CancelAsync(2, "no", Now, null, Cancellation);
        await ClaimedAsync(4);
        var claim = Claim() with { Parts = [new(Now.AddSeconds(30), [1, 2]), new(null, [3, 99])] };

        var claimed = (await Store.ClaimAsync(claim, Cancellation))!.Value;

        Assert.Equal([2, 99], claimed.Gone.Order());
        Assert.Equal([1, 3], (await Store.ReadLeasesAsync(Queue.Number, cancellationToken: Cancellation)).Where(lease => lease.Number == claimed.Number).SelectMany(lease => lease.Ids).Order());
        Assert.Equal([2], (await Store.ClaimAsync(Claim(2), Cancellation))!.Value.Gone);
        Assert.Equal("running 3, cancelled 1", await CountsAsync());
    }

    [Fact]
    public async Task Of_two_holders_of_a_window_the_newer_one_alone_claims()
    {
        await SubmitAsync(1, 2, 3);
        var old = Claim(1);
        var first = await ClaimedAsync(1);
        var other = await OpenLaneAsync();
        var epoch = await other.TakeOverAsync(Queue.Number, Cancellation);
        Assert.True(epoch > old.Epoch);
        Assert.Equal([1], await OutAsync(other));

        Assert.Null(await Store.ClaimAsync(old with { Parts = [new(null, [2])] }, Cancellation));
        Assert.Equal([1], await OutAsync());
        Assert.NotNull(await other.ClaimAsync(old with { Epoch = epoch, Parts = [new(null, [2])] }, Cancellation));
        Assert.Equal([1, 2], await OutAsync());
        Assert.Equal(TaskOutcome.Ok, (await CompleteAsync(1, first)).Outcome);
        Assert.Null(await Store.ClaimAsync(old with { Queue = 999 }, Cancellation));
    }

    [Fact]
    public async Task Holders_that_change_while_they_claim_hand_out_each_task_once()
    {
        const int Tasks = 200;
        await SubmitAsync([.. Enumerable.Range(1, Tasks).Select(id => (long)id)]);
        var handed = new System.Collections.Concurrent.ConcurrentBag<long>();
        var holders = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => OpenLaneAsync()));

        // Each reads what is out once, as a holder does when it begins, and claims until another one has begun.
        await Task.WhenAll(holders.Select(holder => Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
            {
                var epoch = await holder.TakeOverAsync(Queue.Number, Cancellation);
                var known = new HashSet<long>(await OutAsync(holder));
                for (long id = 1; id <= Tasks; id += 7)
                {
                    var free = Enumerable.Range(0, 7).Select(i => id + i).Where(next => next <= Tasks && known.Add(next)).ToArray();
                    if (free.Length > 0)
                    {
                        if (await holder.ClaimAsync(Claim(free) with { Epoch = epoch }, Cancellation) is null)
                        {
                            break;
                        }

                        foreach (var given in free)
                        {
                            handed.Add(given);
                        }
                    }
                }
            }
        })));

        Assert.Equal(handed.Order(), handed.Distinct().Order());
        Assert.Equal(handed.Order(), await OutAsync());
        Assert.Equal(handed.Count, (await Store.CountAsync(Queue.Number, Cancellation))[WorkStatus.Running]);
    }

    [Fact]
    public async Task What_is_not_ready_in_the_queue_is_not_leased()
    {
        var other = await Store.OpenQueueAsync("other", Cancellation);
        await SubmitAsync(New(1), New(2), New(3, task => task with { NotBefore = Now.AddMinutes(1) }), New(4, queue: other.Number), New(5));
        await Store.CancelAsync(1, "no", Now, cancellationToken: Cancellation);
        await Store.MoveAsync(2, other.Number, cancellationToken: Cancellation);

        var lease = await ClaimedAsync(1, 2, 3, 4, 5, 6);
        Assert.Equal([5], await OutAsync());
        Assert.Equal("queued 1, running 1, cancelled 1", await CountsAsync());
        Assert.Equal("queued 2", await CountsAsync(other.Number));
        Assert.NotEqual(TaskOutcome.Ok, (await CompleteAsync(1, lease)).Outcome);
        Assert.Equal(TaskOutcome.Stale, (await CompleteAsync(2, lease)).Outcome);
        Assert.Equal(TaskOutcome.Stale, (await RenewAsync(4, lease)).Outcome);
        Assert.Equal(TaskOutcome.Unknown, (await CompleteAsync(6, lease)).Outcome);
        Assert.Equal(0, (await FoundAsync(2)).Attempt);
    }

    [Fact]
    public async Task A_renewal_is_of_what_it_names_alone()
    {
        await SubmitAsync(1, 2, 3, 4);
        var lease = await ClaimedAsync(1, 2, 3, 4);
        Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(
            [new(TaskOutcome.Ok, Now.AddSeconds(60)), new(TaskOutcome.Ok, Now.AddSeconds(60)), new(TaskOutcome.Unknown), new(TaskOutcome.Stale)],
            await Store.RenewAsync([new(2, lease), new(4, lease), new(9, lease), new(1, lease - 1)], null, Now, Cancellation));
        Assert.Equal(new(TaskOutcome.Ok, Now.AddSeconds(300)), await RenewAsync(4, lease, TimeSpan.FromSeconds(300)));

        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([1, 3], (await SweepAsync()).Select(change => change.Id).Order());
        Assert.Equal([2, 4], await OutAsync());
        Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([2], (await SweepAsync()).Select(change => change.Id));
        Assert.Equal([4], await OutAsync());
        Assert.Equal(TaskOutcome.Ok, (await CompleteAsync(4, lease)).Outcome);
        Assert.Equal("queued 3, completed 1", await CountsAsync());
    }

    [Fact]
    public async Task A_renewal_without_a_time_is_as_long_as_the_claim()
    {
        await SubmitAsync(1);
        var lease = (await Store.ClaimAsync(Claim(1) with { Lease = TimeSpan.FromMilliseconds(1500) }, Cancellation))!.Value.Number;
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new(TaskOutcome.Ok, Now.AddMilliseconds(1500)), await RenewAsync(1, lease));
        Assert.Equal(Now.AddMilliseconds(1500), (await FoundAsync(1)).LeaseExpiresAt);
    }

    [Fact]
    public async Task A_lease_that_has_run_out_is_renewed_while_nobody_took_it_back()
    {
        await SubmitAsync(1, 2);
        var claim = Claim() with { Parts = [new(null, [1]), new(Now.AddSeconds(60), [2])] };
        var lease = (await Store.ClaimAsync(claim, Cancellation))!.Value.Number;
        Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(TaskOutcome.Ok, (await RenewAsync(1, lease)).Outcome);
        Assert.Equal(TaskOutcome.Stale, (await RenewAsync(2, lease)).Outcome);
        Assert.Equal([2], (await SweepAsync()).Select(change => change.Id));
        Assert.Equal(TaskOutcome.Stale, (await RenewAsync(2, lease)).Outcome);
    }

    [Fact]
    public async Task The_log_grows_with_all_attempts_and_the_progress_is_of_the_one_that_runs()
    {
        await SubmitAsync(1);
        var lease = await ClaimedAsync(1);
        await Store.RenewAsync([new(1, lease, 0.5, "one\n")], null, Now, Cancellation);
        await Store.RenewAsync([new(1, lease, null, "twö\n")], null, Now, Cancellation);
        Assert.Equal((0.5, "one\ntwö\n"), ((await FoundAsync(1)).Progress!.Value, (await FoundAsync(1)).Log));

        await FailAsync(1, lease);
        Assert.Equal((null, "one\ntwö\n"), ((await FoundAsync(1)).Progress, (await FoundAsync(1)).Log));
        var second = await ClaimedAsync(1);
        Assert.Null((await FoundAsync(1)).Progress);
        await Store.RenewAsync([new(1, second, 0.25)], null, Now, Cancellation);
        Assert.Equal(0.25, (await FoundAsync(1)).Progress);
        await Store.RenewAsync([new(1, lease, 0.9, "late")], null, Now, Cancellation);
        Assert.Equal((0.25, "one\ntwö\n"), ((await FoundAsync(1)).Progress!.Value, (await FoundAsync(1)).Log));

        await CompleteAsync(1, second);
        Assert.Equal((null, "one\ntwö\n"), ((await FoundAsync(1)).Progress, (await FoundAsync(1)).Log));
    }

    [Fact]
    public async Task Of_a_log_the_last_256_KiB_are_kept()
    {
        await SubmitAsync(1);
        var lease = await ClaimedAsync(1);
        for (var i = 0; i < 6; i++)
        {
            await Store.RenewAsync([new(1, lease, null, new string((char)('a' + i), 60_000) + "ü")], null, Now, Cancellation);
        }

        var log = (await FoundAsync(1)).Log!;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(log), (256 * 1024) - 3, 256 * 1024);
        Assert.EndsWith(new string('f', 60_000) + "ü", log, StringComparison.Ordinal);
        Assert.DoesNotContain('a', log);
    }
}
