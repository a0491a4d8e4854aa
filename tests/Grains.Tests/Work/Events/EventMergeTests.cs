using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Work.Events;

/// <summary>
/// Items are handed from silo to silo, each of which reports when it likes. Whatever the order of the reports is, each item's events
/// come out as they happened, all of them, and once.
/// </summary>
public sealed class EventMergeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Silos = ["a", "b", "c"];

    [Property(MaxTest = 1000)]
    public Property Each_item_comes_in_order_once() => Prop.ForAll(Acts().ToArbitrary(), acts =>
    {
        var yard = new Reports();
        foreach (var (item, silo, reports) in acts)
        {
            yard.Happen(item, silo);
            foreach (var reporter in reports)
            {
                yard.GoOn(Silos[reporter]);
            }
        }

        // A silo that reports lets go of what the others wait for.
        for (var round = 0; round < 8; round++)
        {
            foreach (var silo in Silos)
            {
                yard.GoOn(silo);
            }
        }

        foreach (var (item, events) in yard.Happened)
        {
            Assert.Equal(events, yard.Told.Where(happened => happened.Id == item));
        }

        Assert.Equal(yard.Happened.Values.Sum(events => events.Count), yard.Told.Count);
    });

    [Fact]
    public void What_one_silo_alone_says_is_told_at_once()
    {
        var merge = new EventMerge();
        var happened = EventOf(1, 0, WorkStatus.Queued);

        merge.Add("a", 1, [happened], isWhole: true, Start);

        Assert.Equal([happened], merge.Release(Start));
    }

    [Fact]
    public void What_one_silo_says_keeps_its_order_whatever_it_looks_like()
    {
        var merge = new EventMerge();
        WorkEvent[] events =
        [
            EventOf(1, 3, WorkStatus.Queued), EventOf(1, 0, WorkStatus.TimedOut), EventOf(2, 0, WorkStatus.Cancelled), EventOf(2, 0, WorkStatus.Queued),
        ];

        merge.Add("a", 1, events, isWhole: true, Start);

        Assert.Equal(events, merge.Release(Start));
    }

    [Fact]
    public void A_report_that_comes_again_is_one()
    {
        var merge = new EventMerge();
        merge.Add("a", 1, [EventOf(1, 0, WorkStatus.Queued)], isWhole: true, Start);
        merge.Add("a", 1, [EventOf(1, 0, WorkStatus.Queued)], isWhole: true, Start);

        Assert.Single(merge.Release(Start));
        Assert.Empty(merge.Release(Start));
    }

    [Fact]
    public void A_silo_that_is_silent_is_not_waited_for()
    {
        var merge = new EventMerge();
        merge.Expect("b", Start);
        merge.Add("a", 1, [EventOf(1, 0, WorkStatus.Queued)], isWhole: true, Start);

        Assert.Empty(merge.Release(Start + EventMerge.Patience));
        Assert.Single(merge.Release(Start + EventMerge.Patience + TimeSpan.FromMilliseconds(1)));
    }

    /// <summary>Each act is on some silo, and after it some silos begin a report, or theirs arrives.</summary>
    private static Gen<(long Item, int Silo, int[] Reports)[]> Acts() =>
        (from item in Gen.Choose(1, 4)
         from silo in Gen.Choose(0, Silos.Length - 1)
         from count in Gen.Choose(0, 4)
         from reports in Gen.Choose(0, Silos.Length - 1).ArrayOf(count)
         select ((long)item, silo, reports)).ArrayOf(40);

    private static WorkEvent EventOf(long id, long lease, WorkStatus status, DateTimeOffset? at = null) =>
        new() { Id = id, Kind = "thing", Queue = "q", Status = status, LeaseNumber = lease, At = at ?? Start };

    /// <summary>Silos with what they have not reported yet, and what is on its way to the hub.</summary>
    private sealed class Reports
    {
        private readonly EventMerge _merge = new();
        private readonly Dictionary<string, List<WorkEvent>> _waiting = Silos.ToDictionary(silo => silo, _ => new List<WorkEvent>());
        private readonly Dictionary<string, List<WorkEvent>> _onTheWay = [];
        private readonly Dictionary<string, long> _sequences = Silos.ToDictionary(silo => silo, _ => 0L);
        private DateTimeOffset _now = Start;

        public Reports()
        {
            foreach (var silo in Silos)
            {
                _merge.Expect(silo, _now);
            }
        }

        public Dictionary<long, List<WorkEvent>> Happened { get; } = [];

        public List<WorkEvent> Told { get; } = [];

        /// <summary>The next step of an item's life: queued, then leases, each of which runs and gives it back.</summary>
        public void Happen(long item, int silo)
        {
            if (!Happened.TryGetValue(item, out var events))
            {
                events = Happened[item] = [];
            }

            // Clocks of nodes differ by a little.
            var at = _now + TimeSpan.FromMilliseconds(silo);
            var happened = events.Count == 0 ? EventOf(item, 0, WorkStatus.Queued, at)
                : events.Count % 2 == 1 ? EventOf(item, (events.Count + 1) / 2, WorkStatus.Running, at)
                : EventOf(item, events.Count / 2, WorkStatus.Queued, at);
            events.Add(happened);
            _waiting[Silos[silo]].Add(happened);
        }

        /// <summary>A silo begins its next report when the one before has come to the hub.</summary>
        public void GoOn(string silo)
        {
            if (!_onTheWay.Remove(silo, out var report))
            {
                _onTheWay[silo] = _waiting[silo];
                _waiting[silo] = [];
                return;
            }

            _now += TimeSpan.FromMilliseconds(1);
            _merge.Add(silo, ++_sequences[silo], report, isWhole: true, _now);
            Told.AddRange(_merge.Release(_now));
        }
    }
}
