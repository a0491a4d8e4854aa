using FsCheck;
using FsCheck.Fluent;
using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    private const int Histories = 60;

    /// <summary>An act, on which of the tasks, and a number more that it may need.</summary>
    private sealed record Step(int What, int Item, int Other);

    private static Arbitrary<Step[]> AnyHistory { get; } = Gen.ArrayOf(
        from what in Gen.Frequency(
            (3, Gen.Constant(0)), (8, Gen.Constant(1)), (3, Gen.Constant(2)), (6, Gen.Constant(3)), (3, Gen.Constant(4)), (4, Gen.Constant(5)),
            (6, Gen.Choose(6, 10)))
        from item in Gen.Choose(0, 30)
        from other in Gen.Choose(0, 11)
        select new Step(what, item, other)).Resize(200).ToArbitrary();

    [Fact]
    public async Task Any_history_ends_as_in_the_reference_model()
    {
        var number = 0;
        await Task.Run(
            () => Check.One(
                Config.QuickThrowOnFailure.WithMaxTest(Histories).WithQuietOnSuccess(true), Prop.ForAll(AnyHistory, steps => HistoryAsync(++number, steps))),
            Cancellation);
        Assert.True(number >= Histories);
    }

    /// <summary>Each has ids and two queues of its own.</summary>
    private async Task HistoryAsync(int number, Step[] steps)
    {
        var queues = new[] { await Store.OpenQueueAsync($"a{number}", Cancellation), await Store.OpenQueueAsync($"b{number}", Cancellation) };
        var history = new History(number * 10_000L, [.. queues.Select(queue => queue.Number)]);
        foreach (var queue in history.Queues)
        {
            history.Epochs[queue] = await Store.TakeOverAsync(queue, Cancellation);
        }

        foreach (var step in steps)
        {
            await StepAsync(history, step);
        }

        foreach (var queue in history.Queues)
        {
            await AssertAsync(history.Model, queue);
        }

        for (var id = history.FirstId; id < history.NextId; id++)
        {
            await AssertAsync(history.Model, id);
        }
    }

    private async Task StepAsync(History history, Step step)
    {
        var (model, queue) = (history.Model, history.Queues[step.Other % 2]);
        var id = history.FirstId + (step.Item % Math.Max(1, history.NextId - history.FirstId));
        var leases = history.Leases.GetValueOrDefault(id, []);
        var lease = leases.Count == 0 ? step.Other : leases[^Math.Clamp(step.Other - 6, 1, leases.Count)];
        switch (step.What)
        {
            case 0:
                var task = New(history.NextId++, given => Varied(given, step), queue, rank: (short)(step.Item % 2));
                Assert.Equal([model.Submit(task)], await Store.SubmitAsync([task], Cancellation));
                break;
            case 1:
                // Its holder knows what is out; what has been cancelled, moved or put off meanwhile it may not know.
                long[] ids = [.. Enumerable.Range(0, 4).Select(i => id + i).Where(next => next < history.NextId && model.Tasks.GetValueOrDefault(next)?.Status != WorkStatus.Running)];
                var claim = new LaneClaim(
                    queue, history.Epochs[queue], "ann", LaneModel.Lease, Now, [new(null, [.. ids.Where(next => next % 3 > 0)]), new(Now.AddSeconds(70), [.. ids.Where(next => next % 3 == 0)])]);
                var given = (await Store.ClaimAsync(claim, Cancellation))!.Value.Number;
                Assert.True(given > history.LastLease);
                history.LastLease = given;
                model.Claim(claim, given);
                Array.ForEach(ids, next => (history.Leases.TryGetValue(next, out var known) ? known : history.Leases[next] = []).Add(given));
                break;
            case 2:
                Assert.Equal(model.Complete(id, lease), await CompleteAsync(id, lease));
                break;
            case 3:
                var failure = new TaskFailure(id, lease, "broken", step.Other % 4 > 0, step.Other % 3 == 0 ? TimeSpan.FromSeconds(20) : null);
                Assert.Equal([model.Fail(failure, Now)], (await Store.FailAsync([failure], Decide, Now, Cancellation)).Select(Bare));
                break;
            case 4:
                Assert.Equal(model.Renew(id, lease, Now), await RenewAsync(id, lease));
                break;
            case 5:
                Time.Advance(TimeSpan.FromSeconds(step.Other * 3));
                var swept = await SweepAsync();
                Assert.Equal(model.Sweep(Now), swept.Where(change => history.Queues.Contains(change.Queue)).OrderBy(change => change.Id));
                break;
            case 6:
                Assert.Equal(model.Cancel(id), (await Store.CancelAsync(id, "no", Now, cancellationToken: Cancellation)).Outcome);
                break;
            case 7:
                Assert.Equal(model.Retry(id, Now), (await Store.RetryAsync(id, Now, cancellationToken: Cancellation)).Outcome);
                break;
            case 8:
                Assert.Equal(model.Delete(id), (await Store.DeleteAsync(id, cancellationToken: Cancellation)).Outcome);
                break;
            case 9:
                Assert.Equal(model.Move(id, queue, Now), (await Store.MoveAsync(id, queue, cancellationToken: Cancellation)).Outcome);
                break;
            default:
                await Store.FoldAsync(Now, Cancellation);
                break;
        }
    }

    private async Task AssertAsync(LaneModel model, int queue)
    {
        var tasks = model.Tasks.Where(task => task.Value.Queue == queue).ToList();
        var counts = await Store.CountAsync(queue, Cancellation);
        Assert.All(Enum.GetValues<WorkStatus>(), status =>
            Assert.Equal(tasks.Count(task => task.Value.Status == status), counts.GetValueOrDefault(status)));
        Assert.Equal(
            tasks.Where(task => task.Value is { Status: WorkStatus.Queued, NotBefore: null })
                .OrderBy(task => task.Value.Rank).ThenBy(task => task.Value.GroupKey, StringComparer.Ordinal).ThenBy(task => task.Key)
                .Select(task => task.Key),
            await ReadyAsync(queue));
        Assert.Equal(
            tasks.Where(task => task.Value.Status == WorkStatus.Running).Select(task => (task.Key, task.Value.Lease, task.Value.ExpiresAt!.Value, task.Value.Until)),
            (await Store.ReadLeasesAsync(queue, cancellationToken: Cancellation)).SelectMany(lease => lease.Ids.Select(id => (id, lease.Number, lease.ExpiresAt, lease.Until))).Order());
        Assert.Equal(tasks.Select(task => task.Key), (await Store.ListAsync(new() { Queues = [queue], Descending = false }, Cancellation)).Select(item => item.View.Id));
    }

    private async Task AssertAsync(LaneModel model, long id)
    {
        var item = await Store.FindAsync(id, Cancellation);
        var task = model.Tasks.GetValueOrDefault(id);
        Assert.Equal(task is null, item is null);
        if (task is not null)
        {
            var view = item!.View;
            Assert.Equal(
                (task.Queue, task.Status, task.Lease, task.Attempts + (task.Status == WorkStatus.Running ? 1 : 0), task.NotBefore, task.Deadline, task.ExpiresAt),
                (item.QueueNumber, view.Status, view.LeaseNumber, view.Attempt, view.NotBefore, view.Deadline, view.LeaseExpiresAt));
            Assert.Equal(task.Attempts, (await Store.ReadAttemptsAsync(id, Cancellation)).Count);
        }
    }

    private NewTask Varied(NewTask task, Step step) => task with
    {
        GroupKey = step.Item % 3 == 0 ? "g" : "",
        NotBefore = step.Item % 5 == 1 ? Now.AddSeconds(15) : null,
        Deadline = step.Item % 7 == 2 ? Now.AddSeconds(40) : null,
        UniqueKey = step.Item % 4 == 3 ? "k" : null,
        UniqueUntil = step.Item % 8 == 3 ? Now.AddSeconds(50) : null,
    };

    private sealed class History(long firstId, int[] queues)
    {
        public long FirstId { get; } = firstId;

        public int[] Queues { get; } = queues;

        public LaneModel Model { get; } = new();

        public Dictionary<int, long> Epochs { get; } = [];

        public long NextId { get; set; } = firstId;

        public long LastLease { get; set; }

        /// <summary>Leases under which a task was claimed, whether it was leased or not.</summary>
        public Dictionary<long, List<long>> Leases { get; } = [];
    }
}
