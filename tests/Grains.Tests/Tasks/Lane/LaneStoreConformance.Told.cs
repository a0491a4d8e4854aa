using Switchyard.Work;

namespace Switchyard.Tasks.Lane;

/// <summary>What is told for listeners: whose a task is, and who held it.</summary>
public abstract partial class LaneStoreConformance
{
    [Fact]
    public async Task What_changed_is_told_with_whose_it_is_and_who_held_it()
    {
        NewTask Owned(NewTask task) => task with { Owner = "key 1" };
        await SubmitAsync(New(1, Owned), New(2, Owned), New(3, Owned), New(4, task => Owned(task) with { Deadline = Now.AddSeconds(60) }), New(5));
        var heads = await Store.ReadHeadsAsync(Queue.Number, [new(0, "", 0)], 10, int.MaxValue, Cancellation);
        Assert.Equal(["key 1", "key 1", "key 1", "key 1", null], heads.Select(head => head.Owner));

        var lease = await ClaimedAsync(1, 2, 3, 5);
        var completed = await Store.CompleteAsync([new(1, lease), new(5, lease)], Now, Cancellation);
        Assert.Equal([("key 1", "ann"), (null, "ann")], completed.Select(end => (end.Owner, end.Worker)));
        var failed = Assert.Single(await Store.FailAsync([new(2, lease, "broken")], Decide, Now, Cancellation));
        Assert.Equal(("key 1", "ann"), (failed.Owner, failed.Worker));

        Time.Advance(TimeSpan.FromSeconds(60));
        var swept = (await Store.SweepAsync(Decide, Now, 10, Cancellation)).Changes.OrderBy(change => change.Id).ToList();
        Assert.Equal([(3, "key 1", "ann"), (4, "key 1", null)], swept.Select(change => (change.Id, change.Owner, change.Worker)));
        Assert.Equal("LeaseLost", swept[0].Error);
        Assert.NotEmpty(swept[1].Error!);
        Assert.Equal((WorkStatus.Queued, WorkStatus.TimedOut), (swept[0].Status, swept[1].Status));
    }
}
