using Switchyard.Tables.Reports;


namespace Switchyard.Tables;

public class GroundTruthFilesTests
{
    [Fact]
    public void The_sample_data_set_has_answers_for_cells_only()
    {
        var truth = GroundTruthFiles.Read(Path.Combine(SampleData.Directory, "gt"), "3UP2QY0B");

        Assert.Equal(new Annotation(1, 0, "http://dbpedia.org/resource/ITSM"), truth.Cea![0]);
        Assert.Null(truth.Cta);
        Assert.Null(truth.Cpa);
    }

    [Fact]
    public void Answers_are_those_of_the_table_and_each_is_one_id()
    {
        using var input = new InputDirectory()
            .With("gt/CEA_gt.csv", "T,1,2,http://www.wikidata.org/entity/Q9 http://www.wikidata.org/entity/Q10\nU,1,2,Q1\n")
            .With("gt/CTA_gt.csv", "\"T\",\"0\",\"http://www.wikidata.org/entity/Q5\"\n")
            .With("gt/CPA_gt.csv", "T,0,1,http://www.wikidata.org/prop/direct/P31\nT,bad\n");

        var truth = GroundTruthFiles.Read(Path.Combine(input.Input, "gt"), "T");

        Assert.Equal([new Annotation(1, 2, "Q9")], truth.Cea!);
        Assert.Equal([new Annotation(0, 0, "Q5")], truth.Cta!);
        Assert.Equal([new Annotation(0, 1, "P31")], truth.Cpa!);
    }

    [Theory]
    [InlineData("\uFEFFT,1,2,Q9\r\nT,2,2,Q8\r\n")]
    [InlineData("\uFEFF\"T\",\"1\",\" 2 \",\"http://www.wikidata.org/entity/Q9,http://www.wikidata.org/entity/Q10\"\r\n\r\nT,2,2,Q8 ")]
    [InlineData("T,1,2,Q9\nT,3,2,\nT,4,2,\"  \"\nT,5,2\nT,6,x,Q1\n,7,2,Q1\nT,8,2,\"Q1\nT,9,2,a\"b\nT,2,2,\"Q10 Q8\"\n")]
    public void Odd_lines_and_cells_spoil_no_others(string file)
    {
        using var input = new InputDirectory().With("gt/CEA_gt.csv", file);

        Assert.Equal(
            [new Annotation(1, 2, "Q9"), new Annotation(2, 2, "Q8")], GroundTruthFiles.Read(Path.Combine(input.Input, "gt"), "T").Cea!);
    }

    [Fact]
    public void A_table_without_answers_has_none()
    {
        using var input = new InputDirectory().With("gt/CEA_gt.csv", "T,1,2,Q1\n");

        Assert.Empty(GroundTruthFiles.Read(Path.Combine(input.Input, "gt"), "U").Cea!);
    }
}
