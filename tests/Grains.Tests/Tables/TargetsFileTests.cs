using System.Text;
using FsCheck.Xunit;
using Switchyard.Tables.Import;

namespace Switchyard.Tables;

public class TargetsFileTests
{
    private static List<TargetLine> Read(string text, AnnotationTask task, CeaColumnOrder order = CeaColumnOrder.RowCol) =>
        [.. TargetsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), task, order)];

    private static TargetLine Good(long line, string table, int first, int second, string? mapped = null) =>
        new(line, table, first, second, mapped, null);

    [Fact]
    public void Cea_is_row_before_column_or_the_other_way_round()
    {
        Assert.Equal([Good(1, "T", 1, 2)], Read("T,1,2\n", AnnotationTask.Cea));
        Assert.Equal([Good(1, "T", 2, 1)], Read("T,1,2\n", AnnotationTask.Cea, CeaColumnOrder.ColRow));
        Assert.Equal([Good(1, "T", 1, 2)], Read("T,1,2\n", AnnotationTask.Cpa, CeaColumnOrder.ColRow));
    }

    [Fact]
    public void A_last_column_is_a_mapping_kept_as_it_is()
    {
        Assert.Equal([Good(1, "T", 1, 2, "http://x/Q1")], Read("T,1,2,http://x/Q1", AnnotationTask.Cea));
        Assert.Equal([Good(1, "T", 1, 0, "Q1,Q2"), Good(2, "T", 2, 0)], Read("T,1,\"Q1,Q2\"\nT,2,\n", AnnotationTask.Cta));
    }

    [Fact]
    public void Quotes_commas_marks_and_line_ends_are_those_of_csv() =>
        Assert.Equal(
            [Good(1, "a,b", 1, 0), Good(2, "say \"x\"", 2, 0), Good(5, "ü", 3, 0)],
            Read("\uFEFF\"a,b\",\"1\"\r\n\"say \"\"x\"\"\",2\n\n  \nü, 3", AnnotationTask.Cta));

    [Theory]
    [InlineData("Table,Row,Col", "'Row' is not a number")]
    [InlineData("T,1", "2 columns, where CEA has 3 or 4")]
    [InlineData("T,1,2,Q1,Q2", "5 columns, where CEA has 3 or 4")]
    [InlineData("T,-1,2", "-1 is negative")]
    [InlineData("T,1,1000001", "1000001 is more than 1000000")]
    [InlineData("T,1,99999999999999999999", "'99999999999999999999' is not a number")]
    [InlineData("T,1,1.0", "'1.0' is not a number")]
    [InlineData(",1,2", "the table's name is empty")]
    [InlineData("\"T,1,2", "a quote is not closed on its line")]
    [InlineData("\"T\"x,1,2", "text after a closing quote")]
    [InlineData("T\"x\",1,2", "a quote inside a value that is not quoted")]
    public void A_bad_line_is_reported_and_the_lines_around_it_are_read(string bad, string problem) =>
        Assert.Equal(
            [Good(1, "A", 1, 1), TargetLine.Bad(3, problem), Good(4, "B", 2, 2)],
            Read($"A,1,1\n\n{bad}\nB,2,2\n", AnnotationTask.Cea));

    [Fact]
    public void A_line_that_is_not_utf8_is_reported()
    {
        byte[] text = [.. "A,1\nB"u8, 0xFF, .. ",1\nC,1\n"u8];

        var lines = TargetsFile.Read(new MemoryStream(text), AnnotationTask.Cta, CeaColumnOrder.RowCol);

        Assert.Equal([Good(1, "A", 1, 0), TargetLine.Bad(2, "not valid UTF-8"), Good(3, "C", 1, 0)], lines);
    }

    [Fact]
    public void A_line_without_end_is_no_targets_file() =>
        Assert.Throws<InvalidDataException>(() => Read(new string('x', 3_000_000), AnnotationTask.Cea));

    [Fact]
    public void The_first_name_with_the_task_in_upper_case_is_chosen()
    {
        var chosen = TargetsFile.Choose(
            ["b_CEA.csv", "a_CEA_x.csv", "0_cea.csv", "CTA.txt", "CPA_Round1_Targets.csv", "other.csv"], out var others);

        Assert.Equal("a_CEA_x.csv", chosen[AnnotationTask.Cea]);
        Assert.Equal("CPA_Round1_Targets.csv", chosen[AnnotationTask.Cpa]);
        Assert.False(chosen.ContainsKey(AnnotationTask.Cta));
        Assert.Equal(
            [
                ("0_cea.csv", "a file of the same task comes before it: not used"),
                ("CTA.txt", "not a .csv file: not used"),
                ("b_CEA.csv", "a file of the same task comes before it: not used"),
                ("other.csv", "its name has neither CEA nor CTA nor CPA: not used"),
            ],
            others);
    }

    [Theory]
    [InlineData("cea_targets.csv")]
    [InlineData("CEA_2T_Targets.csv")]
    [InlineData("Cea.csv")]
    [InlineData("targetscea2023.csv")]
    [InlineData("round-1.cea.CSV")]
    [InlineData("ocean_cea.csv")]
    public void A_task_is_named_in_any_case(string name) =>
        Assert.Equal([(AnnotationTask.Cea, name)], TargetsFile.Choose([name], out _).Select(pair => (pair.Key, pair.Value)));

    [Theory]
    [InlineData("ocean_cta.csv")]
    [InlineData("OCEAN_cta.csv")]
    [InlineData("oceanCTA.csv")]
    public void What_only_looks_like_a_task_within_a_word_gives_way_to_one_that_is_named(string name) =>
        Assert.Equal([(AnnotationTask.Cta, name)], TargetsFile.Choose([name], out _).Select(pair => (pair.Key, pair.Value)));

    [Property]
    public void No_bytes_make_it_throw(byte[] bytes)
    {
        foreach (var line in TargetsFile.Read(new MemoryStream(bytes), AnnotationTask.Cea, CeaColumnOrder.RowCol))
        {
            Assert.True(line.Line > 0);
        }
    }
}
