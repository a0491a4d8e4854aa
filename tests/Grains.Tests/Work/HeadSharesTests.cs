using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Work;

public sealed class HeadSharesTests
{
    [Property]
    public void The_shares_are_the_first_of_all_queues_merged((int Queue, int Priority)[] entries, PositiveInt max)
    {
        var placed = entries.Select((entry, id) => (Queue: Math.Abs(entry.Queue % 4), Entry: new QueueEntry(entry.Priority, id))).ToList();
        var heads = Enumerable.Range(0, 4)
            .Select(queue => (IReadOnlyList<QueueEntry>)[.. placed.Where(entry => entry.Queue == queue).Select(entry => entry.Entry).Order().Take(max.Get)])
            .ToList();

        var shares = HeadShares.Of(heads, max.Get);

        var taken = heads.Zip(shares).SelectMany(pair => pair.First.Take(pair.Second)).Order();
        Assert.Equal(placed.Select(entry => entry.Entry).Order().Take(max.Get), taken);
    }
}
