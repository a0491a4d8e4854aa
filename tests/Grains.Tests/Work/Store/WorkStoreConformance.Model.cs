namespace Switchyard.Work.Store;

public abstract partial class WorkStoreConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public async Task Any_history_ends_as_in_the_reference_model(int seed)
    {
        var random = new Random(seed);
        var model = new StoreModel();
        for (var step = 0; step < 400; step++)
        {
            Time.Advance(TimeSpan.FromSeconds(random.Next(5)));
            await StepAsync(random, model);
        }

        foreach (var (id, expected) in model.Items)
        {
            var row = (await Store.ReadAsync(id, Cancellation))!;
            Assert.Equal(expected, new ModelItem(row.Status, row.LeaseNumber, row.LeaseOwner, row.Target, row.Facets.GetValueOrDefault("x")));
            Assert.Equal(row.Status == WorkStatus.Running, row.DueAt is not null);
        }

        Assert.Equal(model.Items.Count, await Store.CountAsync(new WorkQuery { Queue = Queue }, Cancellation));
        var tallies = await Store.ReadTalliesAsync(Queue, Cancellation);
        foreach (var status in Enum.GetValues<WorkStatus>())
        {
            var name = $"status.{status}".ToLower(System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(model.Items.Values.Count(item => item.Status == status), tallies.GetValueOrDefault(name));
        }

        Assert.Equal(model.Items.Values.Sum(item => item.Facet), tallies.GetValueOrDefault("facet.x"));
        foreach (var worker in await Store.ReadWorkersAsync(Queue, 10, Cancellation))
        {
            Assert.Equal(model.Items.Values.Count(item => item.Owner == worker.Owner), worker.Held);
            Assert.Equal(model.Completed.GetValueOrDefault(worker.Owner), worker.Completed);
        }
    }

    [Fact]
    public async Task Under_parallel_workers_no_result_is_accepted_twice_and_leases_only_grow()
    {
        var ids = Enumerable.Range(1, 40).Select(id => (long)id).ToList();
        await Store.InsertAsync([.. ids.Select(id => new WorkWrite(null, NewRow(id)))], Cancellation);
        var leases = new System.Collections.Concurrent.ConcurrentBag<LeaseRef>();
        var accepted = new System.Collections.Concurrent.ConcurrentBag<long>();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            while (accepted.Count < ids.Count)
            {
                var queued = await Store.ReadQueuedAsync(Queue, null, 5, Now, Cancellation);
                var leased = await Task.WhenAll(queued.Select(entry => Store.LeaseAsync(entry.Id, $"w{worker}", Now.AddHours(1), Now)));
                foreach (var row in leased.OfType<WorkRow>())
                {
                    var lease = new LeaseRef(row.Id, row.LeaseNumber);
                    leases.Add(lease);
                    if (random.Next(3) > 0)
                    {
                        await Store.FailAsync(lease, "again", retry: true, Now);
                    }
                    else if (await Store.CompleteAsync(lease, Now) == ActOutcome.Accepted)
                    {
                        accepted.Add(row.Id);
                    }

                    Assert.NotEqual(
                        ActOutcome.Accepted,
                        await Store.CompleteAsync(lease with { LeaseNumber = lease.LeaseNumber - 1 }, Now));
                }
            }
        }, Cancellation)));

        Assert.Equal(ids, accepted.Order());
        Assert.All(leases.GroupBy(lease => lease.ItemId), group =>
            Assert.Equal(Enumerable.Range(1, group.Count()).Select(number => (long)number), group.Select(lease => lease.LeaseNumber).Order()));
        Assert.Equal(ids.Count, await TallyAsync("status.completed"));
        Assert.All(await Store.ReadWorkersAsync(Queue, 20, Cancellation), worker => Assert.Equal(0, worker.Held));
    }

    private async Task StepAsync(Random random, StoreModel model)
    {
        var id = random.NextInt64(1, 25);
        var lease = new LeaseRef(id, model.Items.TryGetValue(id, out var item) ? item.LeaseNumber - (random.Next(4) == 0 ? 1 : 0) : 1);
        var owner = $"w{random.Next(3)}";
        switch (random.Next(8))
        {
            case 0 or 1:
                var row = NewRow(id) with { Target = random.Next(2) == 0 ? $"t{random.Next(4)}" : null, Facets = Facet(random) };
                Assert.Equal(model.Insert(row), await Store.WriteAsync(new WorkWrite(null, row), Cancellation));
                break;
            case 2 or 3:
                var leased = await Store.LeaseAsync(id, owner, Now.AddHours(1), Now);
                Assert.Equal(model.Lease(id, owner), leased?.LeaseNumber);
                break;
            case 4:
                Assert.Equal(model.Complete(lease), await Store.CompleteAsync(lease, Now));
                break;
            case 5:
                var retry = random.Next(2) == 0;
                Assert.Equal(model.Fail(lease, retry), await Store.FailAsync(lease, "why", retry, Now));
                break;
            case 6 when await Store.ReadAsync(id, Cancellation) is { Status: not WorkStatus.Running } old:
                var next = old with { Status = old.Status == WorkStatus.Queued ? WorkStatus.Cancelled : WorkStatus.Queued, Facets = Facet(random) };
                Assert.Equal(model.Write(next), await Store.WriteAsync(new WorkWrite(old, next), Cancellation));
                break;
            case 7 when random.Next(2) == 0:
                Assert.Equal([model.Renew(lease)], await Store.RenewAsync([lease], Now.AddHours(1), Now, Cancellation));
                break;
            case 7 when random.Next(4) == 0:
                await Store.DeleteAsync(id, Cancellation);
                model.Items.Remove(id);
                break;
        }
    }

    private static Dictionary<string, long> Facet(Random random) =>
        random.Next(3) == 0 ? [] : new Dictionary<string, long> { ["x"] = random.Next(-5, 10) };
}
