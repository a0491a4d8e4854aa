using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Work.Store;

public sealed class TallyDeltasTests
{
    private static readonly string[] Queues = ["a", "b"];
    private static readonly string[] Facets = ["x", "y", "z"];

    private static Gen<WorkRow?> Rows { get; } =
        from present in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from queue in Gen.Elements(Queues)
        from status in Gen.Elements(Enum.GetValues<WorkStatus>())
        from names in Gen.SubListOf(Facets)
        from values in Gen.ArrayOf(Gen.Choose(-50, 50), names.Count)
        select present
            ? new WorkRow
            {
                Id = 1,
                Kind = "k",
                Queue = queue,
                Status = status,
                CreatedAt = default,
                Facets = names.Zip(values).ToDictionary(pair => pair.First, pair => (long)pair.Second),
            }
            : null;

    [Property]
    public Property Deltas_of_any_histories_add_up_to_a_recount() => Prop.ForAll(
        Arb.From(Gen.ListOf(Gen.ListOf(Rows))),
        histories =>
        {
            var sums = histories
                .SelectMany(history => history.Prepend(null).Zip(history).SelectMany(pair => TallyDeltas.Of(pair.First, pair.Second)))
                .GroupBy(delta => (delta.Queue, delta.Name), delta => delta.Value)
                .ToDictionary(group => group.Key, group => group.Sum());
            var recount = Recount(histories.Select(history => history.LastOrDefault()).OfType<WorkRow>());
            return sums.Keys.Union(recount.Keys).All(key => sums.GetValueOrDefault(key) == recount.GetValueOrDefault(key));
        });

    [Theory]
    [InlineData(null, WorkStatus.Queued, "created")]
    [InlineData(WorkStatus.Queued, WorkStatus.Running, "leased")]
    [InlineData(WorkStatus.Running, WorkStatus.Queued, "requeued")]
    [InlineData(WorkStatus.Running, WorkStatus.Running, null)]
    [InlineData(WorkStatus.Failed, WorkStatus.Queued, null)]
    [InlineData(WorkStatus.Running, WorkStatus.Completed, "completed")]
    [InlineData(WorkStatus.Running, WorkStatus.Failed, "failed")]
    [InlineData(WorkStatus.Queued, WorkStatus.Cancelled, "cancelled")]
    [InlineData(WorkStatus.Running, WorkStatus.TimedOut, "timedout")]
    [InlineData(WorkStatus.Completed, null, null)]
    public void Each_change_is_one_event(WorkStatus? old, WorkStatus? next, string? expected) =>
        Assert.Equal(expected, TallyDeltas.EventOf(Row(old), Row(next)));

    [Fact]
    public void An_item_that_moves_on_is_completed_in_one_queue_and_created_in_the_other()
    {
        var next = Row(WorkStatus.Queued)! with { Queue = "next" };

        Assert.Equal([("q", "completed"), ("next", "created")], TallyDeltas.EventsOf(Row(WorkStatus.Running), next));
    }

    private static WorkRow? Row(WorkStatus? status) => status is { } known
        ? new WorkRow { Id = 1, Kind = "k", Queue = "q", Status = known, CreatedAt = default }
        : null;

    private static Dictionary<(string, string), long> Recount(IEnumerable<WorkRow> rows)
    {
        var counts = new Dictionary<(string, string), long>();
        foreach (var row in rows)
        {
#pragma warning disable CA1308 // The words of the contract are in lower case.
            Add(row.Queue, "status." + row.Status.ToString().ToLowerInvariant(), 1);
#pragma warning restore CA1308
            foreach (var (name, value) in row.Facets)
            {
                Add(row.Queue, "facet." + name, value);
            }
        }

        return counts;

        void Add(string queue, string name, long value) => counts[(queue, name)] = counts.GetValueOrDefault((queue, name)) + value;
    }
}
