using System.Text;
using Switchyard.Tables.Reports;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class CandidateAnalysisTests
{
    private static readonly TargetTable Targets = new(
        [Target.FromFile(1, 0, null), Target.FromFile(2, 0, null), Target.FromFile(3, 0, null)],
        [Target.FromFile(0, 0, null)],
        [Target.FromFile(0, 1, null)]);

    private const string Body = """
        {"cea":[{"label":"lookup","state":[{"col_id":0,"row_id":1,"cand":["Q1","Q2"]},{"col_id":"0","row_id":"2","cand":["Q9"]},{"col_id":0,"row_id":3,"cand":[]}]}],"cta":[],"cpa":[]}
        not json

        {"cea":[{"label":"filter","state":[{"col_id":0,"row_id":1,"cand":["http://www.wikidata.org/entity/Q2"]}]}],"cta":[{"label":"cta","state":[{"col_id":0,"cand":["Q5"]}]}],"cpa":[{"label":"cpa","state":[{"subj_id":0,"obj_id":1,"cand":["P1"]}]}]}
        {"cea":7,"cta":[3,{"state":[]}]}
        """;

    private static InputDirectory Solution() => new InputDirectory()
        .With("solution/cea.csv", """
            Filename,Row Id,Col Id,Entity URI
            T,1,0,"http://www.wikidata.org/entity/Q2,http://www.wikidata.org/entity/Q3"
            T,2,0,http://www.wikidata.org/entity/Q2
            T,3,0,http://www.wikidata.org/entity/Q2
            T,9,9,http://www.wikidata.org/entity/Q2
            U,1,0,Q1
            none,1,0,Q1

            """)
        .With("solution/cta.csv", "Filename,Col Id,Col Class URI\nT,0,Q5\n")
        .With("solution/cpa.csv", "Filename,Col 1 Id,Col 2 Id,Property URI\nT,0,1,P2\n");

    private static Task<IReadOnlyList<TaskAnalysis>> Run(InputDirectory input) =>
        CandidateAnalysis.RunAsync(
            Path.Combine(input.Input, "solution"),
            name => Task.FromResult(name switch
            {
                "T" or "U" => new AnalysedTable(Targets, Checkpoints.Parse(Encoding.UTF8.GetBytes(Body))),
                _ => null,
            }),
            TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("{\"cea\":[{\"label\":\"odd\",\"score\":NaN,\"state\":[{\"col_id\":0,\"row_id\":1,\"cand\":[\"Q2\"],\"score\":[Infinity]}]}]}")]
    [InlineData("\uFEFF{\"cea\":[{\"label\":\"odd\",\"state\":[{\"col_id\":0,\"row_id\":1,\"cand\":[\"\\ud800\",\"Q2\",NaN]}]}]}")]
    [InlineData("{\"\\ud800\":1,\"cea\":[{\"c\\ud800\":2,\"label\":\"odd\",\"state\":[{\"\\ud800\":1,\"col_id\":0,\"row_id\":1,\"cand\":[\"Q2\"]},{\"col_id\":NaN,\"row_id\":\"\\ud800\"}]}]}")]
    public void Whatever_python_writes_is_read(string line)
    {
        var state = Assert.Single(Checkpoints.Parse(Encoding.UTF8.GetBytes(line))[AnnotationTask.Cea]);

        Assert.Equal("odd", state.Label);
        Assert.Contains("Q2", Assert.Single(state.Candidates).Value);
    }

    [Fact]
    public async Task Each_target_counts_once_for_each_label()
    {
        using var input = Solution();

        var cea = (await Run(input))[0];

        Assert.Equal(["T", "U"], cea.Tables.Select(t => t.Table));
        Assert.Equal(
            new Dictionary<string, CandidateCounts> { ["lookup"] = new(1, 1, 1, 3), ["filter"] = new(2, 1, 0, 3) },
            cea.Tables[0].Labels);
        Assert.Equal(
            new Dictionary<string, CandidateCounts> { ["lookup"] = new(1, 2, 1, 4), ["filter"] = new(2, 1, 1, 4) },
            cea.Sum);
    }

    [Fact]
    public async Task Columns_and_pairs_are_analysed_likewise()
    {
        using var input = Solution();

        var analyses = await Run(input);

        Assert.Equal(new CandidateCounts(0, 1, 0, 1), analyses[1].Sum["cta"]);
        Assert.Equal(new CandidateCounts(0, 0, 1, 1), analyses[2].Sum["cpa"]);
    }
}
