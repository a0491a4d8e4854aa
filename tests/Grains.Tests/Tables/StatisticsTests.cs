using Switchyard.Tables.Rules;


namespace Switchyard.Tables;

public class StatisticsTests
{
    private static readonly DateTimeOffset Local = new DateTimeOffset(2026, 11, 22, 13, 5, 1, TimeSpan.FromHours(1)).AddTicks(1_113_820);

    [Fact]
    public void Remaining_is_the_mean_for_each_unfinished_table_shared_by_the_clients()
    {
        Assert.Equal(TimeSpan.FromSeconds(50), Statistics.Remaining(TimeSpan.FromSeconds(10), 20, 4));
        Assert.Equal(TimeSpan.FromSeconds(200), Statistics.Remaining(TimeSpan.FromSeconds(10), 20, 0));
        Assert.Equal(TimeSpan.MaxValue, Statistics.Remaining(TimeSpan.FromDays(1_000), long.MaxValue, 1));
    }

    [Fact]
    public void Without_a_mean_or_without_work_nothing_remains_to_say()
    {
        Assert.Null(Statistics.Remaining(null, 20, 4));
        Assert.Null(Statistics.Remaining(TimeSpan.FromSeconds(10), 0, 4));
        Assert.Null(Statistics.Mean(0, 0));
        Assert.Equal(TimeSpan.FromMilliseconds(2.5), Statistics.Mean(5, 2));
    }

    [Fact]
    public void An_entry_is_named_by_local_time_and_table() =>
        Assert.Equal("2026_11_22T13_05_01_111382_HBRPOIG8", EntryName.Create(Local, "HBRPOIG8", 3, []));

    [Fact]
    public void Two_entries_of_one_moment_have_two_names() =>
        Assert.Equal(
            "2026_11_22T13_05_01_111382_T_3",
            EntryName.Create(Local, "T", 3, [null, "2026_11_22T13_05_01_111382_T"]));

    [Theory]
    [InlineData("../../etc/passwd", ".._.._etc_passwd")]
    [InlineData("..\\x", ".._x")]
    [InlineData("a\nb\0", "a_b_")]
    public void An_entry_name_is_no_path(string table, string safe) =>
        Assert.EndsWith("_" + safe, EntryName.Create(Local, table, 1, []), StringComparison.Ordinal);
}
