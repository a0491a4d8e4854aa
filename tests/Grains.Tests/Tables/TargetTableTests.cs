using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class TargetTableTests
{
    private const string Prefix = "http://www.wikidata.org/entity/";

    private static readonly TargetTable Small = new(
        [Target.FromFile(2, 0, null), Target.FromFile(1, 1, "Q1"), Target.FromFile(1, 0, null)],
        [Target.FromFile(1, 0, null)],
        []);

    private static AnnotationSet Cea(params Annotation[] entries) => new(entries, [], []);

    [Fact]
    public void A_mapping_loses_the_prefix_and_keeps_its_origin()
    {
        var next = Small.Apply(Cea(new Annotation(1, 0, Prefix + "Q2," + Prefix + "Q3")), 7, Prefix);

        Assert.Equal(new Target(1, 0, "Q2,Q3", 7), next.Find(AnnotationTask.Cea, 1, 0));
        Assert.Equal(new Target(1, 1, "Q1", Target.FromTargetsFile), next.Find(AnnotationTask.Cea, 1, 1));
        Assert.Equal((2, 3), (next.Mapped(AnnotationTask.Cea), next.Total(AnnotationTask.Cea)));
        Assert.Null(Small.Find(AnnotationTask.Cea, 1, 0)!.Value.Mapped);
    }

    [Fact]
    public void Nothing_is_unset_and_nothing_is_added()
    {
        var next = Small.Apply(
            Cea(new(1, 1, null), new(1, 1, ""), new(1, 1, Prefix), new(9, 9, "Q9")), 7, Prefix);

        Assert.Equal(Small.Mappings(), next.Mappings());
    }

    [Fact]
    public void The_last_of_several_entries_wins()
    {
        var next = Small.Apply(Cea(new(1, 0, "Q2"), new(1, 0, "Q3")), 7, "");

        Assert.Equal("Q3", next.Find(AnnotationTask.Cea, 1, 0)!.Value.Mapped);
    }

    [Fact]
    public void Packages_are_sorted_by_position_and_exports_are_not()
    {
        Assert.Equal([(1, 0), (1, 1), (2, 0)], Small.Targets().Cea.Select(a => (a.First, a.Second)));
        Assert.Equal([(2, 0), (1, 1), (1, 0)], Small.InFileOrder(AnnotationTask.Cea).Select(t => (t.First, t.Second)));
    }

    [Fact]
    public void A_position_named_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => new TargetTable([], [Target.FromFile(1, 0, null), Target.FromFile(1, 0, "Q")], []));

    [Fact]
    public void Version_1_of_the_stored_form_is_still_read()
    {
        // Written by the first release; never change these bytes.
        byte[] stored =
        [
            1,
            2, 1, 0, 0, 0xAC, 0x02, 3, 8, 2, (byte)'Q', (byte)'7',
            1, 3, 0, 1, 1, (byte)'C',
            0,
        ];

        var table = TargetTable.Deserialize(stored);

        Assert.Equal([new(1, 0, null, null), new Target(300, 3, "Q7", 7)], table.InFileOrder(AnnotationTask.Cea));
        Assert.Equal([new Target(3, 0, "C", 0)], table.InFileOrder(AnnotationTask.Cta));
        Assert.Empty(table.InFileOrder(AnnotationTask.Cpa));
        Assert.Equal(stored, table.Serialize());
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 2, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x07 })]
    public void Damaged_bytes_are_named_as_such(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => TargetTable.Deserialize(bytes));

    [Property(Arbitrary = [typeof(TargetTableArbitrary)])]
    public void Serialising_loses_nothing(TargetTable table) =>
        Assert.Equal(table.Mappings(), TargetTable.Deserialize(table.Serialize()).Mappings());

    [Property(Arbitrary = [typeof(TargetTableArbitrary)])]
    public void Applying_twice_is_applying_once(TargetTable table, AnnotationSet annotations)
    {
        var once = table.Apply(annotations, 5, "Q");

        Assert.Equal(once.Mappings(), once.Apply(annotations, 5, "Q").Mappings());
    }

    [Property(Arbitrary = [typeof(TargetTableArbitrary)])]
    public void Coverage_never_falls_and_the_targets_stay_the_same(TargetTable table, AnnotationSet annotations)
    {
        var next = table.Apply(annotations, 5, "Q");

        foreach (var task in Enum.GetValues<AnnotationTask>())
        {
            Assert.True(next.Mapped(task) >= table.Mapped(task));
            Assert.Equal(
                table.InFileOrder(task).Select(t => (t.First, t.Second)),
                next.InFileOrder(task).Select(t => (t.First, t.Second)));
        }
    }

    [Property(Arbitrary = [typeof(TargetTableArbitrary)])]
    public void A_target_has_the_last_usable_entry_that_names_it(TargetTable table, AnnotationSet annotations)
    {
        var next = table.Apply(annotations, 5, "Q");

        foreach (var task in Enum.GetValues<AnnotationTask>())
        {
            foreach (var (before, after) in table.InFileOrder(task).Zip(next.InFileOrder(task)))
            {
                var sent = annotations[task]
                    .Where(a => (a.First, a.Second) == (before.First, before.Second))
                    .Select(a => a.Mapped?.Replace("Q", "", StringComparison.Ordinal))
                    .LastOrDefault(m => !string.IsNullOrEmpty(m));
                Assert.Equal(sent is null ? before : before with { Mapped = sent, Origin = 5 }, after);
            }
        }
    }
}

/// <summary>Small tables and annotations over few positions, so that they meet.</summary>
public static class TargetTableArbitrary
{
    private static Gen<string?> Mapped => Gen.Elements(null, "", "Q", "Q1", "Q2", "QQ3Q", "x", "ü\0,\"");

    private static Gen<(int First, int Second)> Position =>
        Gen.Choose(0, 4).SelectMany(first => Gen.Choose(0, 3).Select(second => (first, second)));

    private static Gen<Target> OneTarget =>
        from position in Position
        from mapped in Mapped
        from origin in Gen.Choose(0, 1000)
        select string.IsNullOrEmpty(mapped)
            ? new Target(position.First, position.Second, null, null)
            : new Target(position.First, position.Second, mapped, origin);

    private static Gen<Target[]> Some => OneTarget.ListOf().Select(list => list.DistinctBy(t => (t.First, t.Second)).ToArray());

    private static Gen<Annotation[]> Entries =>
        Position.SelectMany(p => Mapped.Select(m => new Annotation(p.First, p.Second, m))).ListOf().Select(list => list.ToArray());

    public static Arbitrary<TargetTable> Tables() =>
        (from cea in Some from cta in Some from cpa in Some select new TargetTable(cea, cta, cpa)).ToArbitrary();

    public static Arbitrary<AnnotationSet> Annotations() =>
        (from cea in Entries from cta in Entries from cpa in Entries select new AnnotationSet(cea, cta, cpa)).ToArbitrary();
}
