using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

public sealed class FairWindowTests
{
    public enum Act
    {
        Submit,
        SubmitUntold,
        Reserve,
        CommitReserved,
        CommitReservedUntold,
        HandOver,
        Take,
        End,
        Return,
        BeginRead,
        EndRead,
        FailRead,
        LookBack,
    }

    public sealed record Step(Act Act, short Rank, string Group, int Count);

    public static Arbitrary<Step[]> Histories() => Gen.ArrayOf(
        from act in Gen.Elements(Enum.GetValues<Act>())
        from rank in Gen.Choose(0, 1)
        from name in Gen.Elements("", "a", "b", "c")
        from count in Gen.Choose(1, 4)
        select new Step(act, (short)rank, name, count)).ToArbitrary();

    [Property(MaxTest = 3000, Arbitrary = [typeof(FairWindowTests)])]
    public void Hands_every_ready_task_out_once_whatever_comes_between(Step[] history)
    {
        var model = new WindowModel(capacity: 6, rows: 3);
        foreach (var step in history)
        {
            model.Do(step);
        }

        model.DrainAll();
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(FairWindowTests)])]
    public void What_was_told_of_is_handed_out_without_a_look_back(Step[] history)
    {
        var model = new WindowModel(capacity: 6, rows: 3);
        foreach (var step in history)
        {
            model.Do(step with
            {
                Act = step.Act switch
                {
                    Act.SubmitUntold => Act.Submit,
                    Act.CommitReservedUntold => Act.CommitReserved,
                    Act.LookBack => Act.Take,
                    var other => other,
                },
            });
        }

        model.Drain();
    }

    [Property(MaxTest = 500)]
    public void Higher_priorities_first_then_groups_by_turns_then_age(PositiveInt seed, NonNegativeInt count)
    {
        var model = new WindowModel(capacity: 10_000, rows: 10_000);
        var random = new Random(seed.Get);
        for (var task = 0; task < count.Get % 200; task++)
        {
            model.Do(new(Act.SubmitUntold, (short)random.Next(3), "abcd"[random.Next(4)].ToString(), 1));
        }

        var order = model.Drain();

        foreach (var rank in order.GroupBy(head => head.Rank))
        {
            Assert.All(rank.GroupBy(head => head.GroupKey), group => Assert.Equal(group.OrderBy(head => head.Id), group));

            // Before the nth of a group comes, every other group that has so many has had n - 1.
            var sizes = rank.CountBy(head => head.GroupKey).ToDictionary();
            var had = sizes.ToDictionary(size => size.Key, _ => 0);
            foreach (var head in rank)
            {
                had[head.GroupKey]++;
                Assert.All(sizes, size => Assert.True(had[size.Key] >= Math.Min(size.Value, had[head.GroupKey] - 1)));
            }
        }

        Assert.Equal(order.Select(head => head.Rank).Order(), order.Select(head => head.Rank));
    }

    [Fact]
    public void Each_of_a_hundred_thousand_groups_has_its_turn_before_another_has_its_second()
    {
        const int Groups = 100_000, Each = 12;
        var window = new FairWindow(20_000, 16 << 20);
        LaneGroup[] names = [.. Enumerable.Range(0, Groups).Select(group => new LaneGroup(0, $"g{group:d6}"))];
        var places = names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name.GroupKey, pair => pair.place);
        for (var from = 0; from < Groups; from += 2000)
        {
            window.BeginLook();
            window.FindGroups(names[from..(from + 2000)], from + 2000 < Groups ? names[from + 1999] : null, isFirstLook: true);
        }

        var had = new int[Groups];
        for (var handedOut = 0; handedOut < Groups;)
        {
            if (window.Plan() is { } plan)
            {
                // The nth task of a group has the id n * groups + its place.
                window.Merge(plan, [.. plan.Places.SelectMany(place => Rows(place, plan.Each))], []);
            }

            foreach (var head in window.Take(1000, 16 << 20, null))
            {
                had[places[head.GroupKey]]++;
                handedOut++;
            }
        }

        Assert.Equal((1, 1), (had.Min(), had.Max()));

        IEnumerable<LaneHead> Rows(LanePlace place, int each) => Enumerable.Range(0, Each)
            .Select(task => ((long)task * Groups) + places[place.GroupKey] + 1)
            .Where(id => id > place.After)
            .Take(each)
            .Select(id => WindowModel.Head(new(place.Rank, place.GroupKey), id));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(FairWindowTests)])]
    public void No_group_has_more_out_than_it_may(Step[] history)
    {
        var model = new WindowModel(capacity: 6, rows: 3) { OfGroup = 2 };
        foreach (var step in history)
        {
            model.Do(step);
            Assert.All("abc", name => Assert.True(model.Window.Out.CountOf(name.ToString()) <= 2));
        }
    }

    [Fact]
    public void A_claim_stops_at_its_bytes_and_has_one_at_least()
    {
        var window = new FairWindow(100, 1_000_000);
        window.FindGroups([], null, isFirstLook: true);
        Assert.All([1L, 2, 3], id => Assert.True(window.Offer(WindowModel.Head(new(0, ""), id, bytes: 10))));

        Assert.Equal([1, 2], window.Take(10, 20, null).Select(head => head.Id));
        Assert.Equal([3], window.Take(10, 5, null).Select(head => head.Id));
        Assert.Equal(0, window.Bytes);
    }
}
