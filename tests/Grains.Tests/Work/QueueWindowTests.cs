using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Work;

public sealed class QueueWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TakenFor = TimeSpan.FromSeconds(10);

    /// <summary>0: an item is queued; 1: take; 2: refill; 3: a refill with an item queued while it reads.</summary>
    public sealed record Step(int Act, int Priority);

    public static Arbitrary<Step[]> Histories() => Gen.ArrayOf(
        from act in Gen.Choose(0, 3)
        from priority in Gen.Choose(0, 5)
        select new Step(act, priority)).ToArbitrary();

    [Property(MaxTest = 2000, Arbitrary = [typeof(QueueWindowTests)])]
    public void Hands_out_exactly_the_rows_in_their_order_whatever_comes_between(Step[] history)
    {
        var window = new QueueWindow(capacity: 3, TakenFor);
        var rows = new SortedSet<QueueEntry>();
        long id = 0;

        foreach (var step in history)
        {
            switch (step.Act)
            {
                case 0:
                    Queue(step.Priority);
                    break;
                case 1:
                    TakeOne();
                    break;
                case 2:
                    Refill(queuedMeanwhile: null);
                    break;
                default:
                    Refill(step.Priority);
                    break;
            }
        }

        while (rows.Count > 0)
        {
            TakeOne();
        }

        Assert.Empty(window.Take(1, Start));

        void Queue(int priority)
        {
            var entry = new QueueEntry(priority, ++id);
            rows.Add(entry);
            window.Offer(entry);
        }

        void TakeOne()
        {
            var seen = window.Peek(1);
            var taken = window.Take(1, Start);
            Assert.Equal(seen, taken);
            if (taken.Count == 0 && window.MayHaveMore)
            {
                Refill(null);
                taken = window.Take(1, Start);
            }

            Assert.Equal(rows.Count > 0 ? [rows.Min] : [], taken);
            rows.ExceptWith(taken);
        }

        void Refill(int? queuedMeanwhile)
        {
            window.BeginRefill();
            var head = rows.Where(row => !window.IsTaken(row.Id)).Take(3).ToList();
            if (queuedMeanwhile is { } priority)
            {
                Queue(priority);
            }

            window.Refill(head, complete: head.Count < 3);
        }
    }

    [Fact]
    public void A_refill_does_not_bring_back_what_was_just_taken_but_a_later_one_does_when_the_lease_was_lost()
    {
        var window = new QueueWindow(10, TakenFor);
        QueueEntry row = new(0, 1);
        window.BeginRefill();
        window.Refill([row], complete: true);
        Assert.Equal([row], window.Take(1, Start));

        window.Refill([row], complete: true);
        Assert.Empty(window.Take(1, Start));

        window.ForgetTaken(Start + TakenFor);
        window.Refill([row], complete: true);
        Assert.Equal([row], window.Take(1, Start + TakenFor));
    }

    [Fact]
    public void An_item_that_is_queued_again_at_once_is_handed_out_again()
    {
        var window = new QueueWindow(10, TakenFor);
        window.BeginRefill();
        window.Refill([new(0, 1)], complete: true);
        window.Take(1, Start);

        window.Offer(new(1, 1));

        Assert.Equal([new QueueEntry(1, 1)], window.Take(1, Start));
    }
}
