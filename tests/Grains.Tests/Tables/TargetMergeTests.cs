using FsCheck.Xunit;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class TargetMergeTests
{
    private static readonly AnnotationTask[] All = [AnnotationTask.Cea, AnnotationTask.Cta, AnnotationTask.Cpa];

    private static TargetTable Cea(params Target[] targets) => new(targets, [], []);

    [Fact]
    public void The_order_is_that_of_the_files_and_what_is_gone_comes_last()
    {
        var merge = TargetMerge.Of(
            Cea(new(5, 5, null, null), new(0, 0, "Q1", 7), new(1, 1, null, null)), Cea(new(1, 1, null, null), new(2, 2, "Q2", 0), new(0, 0, null, null)), All, removeGone: false);

        Assert.Equal(
            [new(1, 1, null, null), new(2, 2, "Q2", 0), new(0, 0, "Q1", 7), new Target(5, 5, null, null)],
            merge.Targets.InFileOrder(AnnotationTask.Cea));
        Assert.Equal((1, 0, 1, 0), (merge.Added, merge.Remapped, merge.Gone, merge.Removed));
    }

    [Theory]
    [InlineData("client", 3L, "file", "client")]
    [InlineData("old", 0L, "new", "new")]
    [InlineData("old", 0L, null, "old")]
    [InlineData(null, null, "new", "new")]
    public void A_client_s_mapping_stays_and_one_of_a_file_follows_the_file(string? stored, long? origin, string? file, string? expected)
    {
        var merge = TargetMerge.Of(Cea(new Target(0, 0, stored, origin)), Cea(Target.FromFile(0, 0, file)), All, removeGone: true);

        Assert.Equal(expected, merge.Targets.InFileOrder(AnnotationTask.Cea)[0].Mapped);
        Assert.Equal(expected == stored ? 0 : 1, merge.Remapped);
    }

    [Fact]
    public void Nothing_is_known_of_a_task_without_a_file()
    {
        var merge = TargetMerge.Of(Cea(new Target(0, 0, null, null)), TargetTable.Empty, [AnnotationTask.Cta], removeGone: true);

        Assert.Equal((1, 0, 0), (merge.Targets.Total(AnnotationTask.Cea), merge.Gone, merge.Removed));
    }

    [Property]
    public void No_client_s_mapping_is_ever_lost_and_all_of_the_files_is_there(int seed, bool removeGone)
    {
        var random = new Random(seed);
        var (stored, files) = (Some(random, client: true), Some(random, client: false));

        var merge = TargetMerge.Of(stored, files, All, removeGone);

        Assert.All(stored.InFileOrder(AnnotationTask.Cea).Where(target => target.Origin > 0), target => Assert.Equal(target, merge.Targets.Find(AnnotationTask.Cea, target.First, target.Second)));
        Assert.All(files.InFileOrder(AnnotationTask.Cea), target => Assert.NotNull(merge.Targets.Find(AnnotationTask.Cea, target.First, target.Second)));
        Assert.Equal(stored.Total(AnnotationTask.Cea) + merge.Added - merge.Removed, merge.Targets.Total(AnnotationTask.Cea));
        Assert.Equal((0, 0, 0), TargetMerge.Of(merge.Targets, files, All, removeGone) is var again ? (again.Added, again.Remapped, again.Removed) : default);
    }

    private static TargetTable Some(Random random, bool client) => Cea(
    [
        .. Enumerable.Range(0, random.Next(6)).Select(_ => (random.Next(3), random.Next(3))).Distinct().Select(place => random.Next(3) switch
        {
            0 => new Target(place.Item1, place.Item2, null, null),
            1 => new Target(place.Item1, place.Item2, $"Q{random.Next(3)}", 0),
            _ => new Target(place.Item1, place.Item2, "Q9", client ? 4 : 0),
        }),
    ]);
}
