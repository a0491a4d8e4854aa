using System.Text;
using Switchyard.Tables.Wire;

namespace Switchyard.Tables;

public sealed class WireTests
{
    [Fact]
    public void A_package_is_compact_sorted_ascii_with_a_newline() => Assert.Equal(
        """
        {"analyze":false,"audit":true,"data":[["h","Z\u00fcrich \ud83d\ude80"],["a<b'&","\"\\"]],"header":[[],[]],"name":"T\u00e9","orientation":"Horizontal","targets":{"cea":[{"col_id":0,"mapped":"Q72","row_id":1},{"col_id":1,"mapped":null,"row_id":1}],"cpa":[{"mapped":null,"obj_id":1,"sub_id":0}],"cta":[{"col_id":0,"mapped":"Q1"}]}}

        """,
        Text(PackageJson.Write(Package(), truth: null)));

    [Fact]
    public void The_right_answers_stand_between_data_and_header_with_string_ids()
    {
        var truth = new GroundTruth([new Annotation(1, 0, "Q72")], [new Annotation(2, 0, "Q5")], [new Annotation(0, 1, "Q17")]);

        Assert.Contains(
            ""","gt":{"cea":[{"col_id":"0","mapped":"Q72","row_id":"1"}],"cpa":[{"mapped":"Q17","obj_id":"1","subj_id":"0"}],"cta":[{"col_id":"2","mapped":"Q5"}]},"header":""",
            Text(PackageJson.Write(Package(), truth)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_are_those_of_the_original()
    {
        var statistics = new CampaignStatistics
        {
            Tables = 9,
            Unfinished = 4,
            Results = 5,
            Errors = 2,
            MeanResultTime = TimeSpan.FromSeconds(62),
            Remaining = TimeSpan.FromSeconds(3),
            Clients = new ClientCounts(1, 2, 3, 4),
            Cea = new Coverage(1, 8),
            Cta = new Coverage(0, 0),
            Cpa = new Coverage(3, 3),
            HasResults = true,
        };

        Assert.Equal(
            """
            {"clients":{"day":4,"hour":3,"minute":1,"quarter":2},"files":{"errors":false,"results":true},"hasEvaluation":false,"mappings":{"cea":{"fraction":"12.5","mapped":1,"total":8},"cpa":{"fraction":"100.0","mapped":3,"total":3},"cta":{"fraction":"0.0","mapped":0,"total":0}},"tables":{"error":2,"result":5,"total":9,"unfinished":4},"times":{"error":null,"remaining":"3 seconds","result":"1 minute 2 seconds"}}

            """,
            Text(StatisticsJson.Write(statistics)));
        Assert.Contains("\"remaining\":0,", Text(StatisticsJson.Write(statistics with { Remaining = null })), StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_are_those_of_the_original() => Assert.Equal(
        """
        {"cea":{"missingAll":[{"table_name":"A"}],"missingPart":[{"done":1,"missing":2,"table_name":"B","total":3}]},"cpa":{"missingAll":[],"missingPart":[]},"cta":{"missingAll":[],"missingPart":[]}}

        """,
        Text(MissingJson.Write(
        [
            new MissingMappings(AnnotationTask.Cea, ["A"], [new PartlyMapped("B", Total: 3, Done: 1)]),
            new MissingMappings(AnnotationTask.Cta, [], []),
            new MissingMappings(AnnotationTask.Cpa, [], []),
        ])));

    [Fact]
    public void An_evaluation_is_that_of_the_original_and_empty_without_a_solution()
    {
        Assert.Equal(
            """
            {"cta":{"correctMappings":5,"incorrectMappings":6,"missingMappings":4,"missingSolutions":1,"missingSubmissions":2,"superfluousMappings":3}}

            """,
            Text(EvaluationJson.Write([new TaskEvaluation(AnnotationTask.Cta, 1, 2, 3, 4, 5, 6)])));
        Assert.Equal("{}\n", Text(EvaluationJson.Write(null)));
    }

    [Fact]
    public void An_analysis_is_that_of_the_original_and_empty_without_a_solution()
    {
        var counts = new Dictionary<string, CandidateCounts> { ["z"] = new(0, 0, 0, 0), ["é"] = new(1, 2, 3, 6), ["a"] = new(0, 0, 0, 0) };

        Assert.Equal(
            """
            {"cea":{"agg":{"a":{"correct":0,"incorrect":0,"missing":0,"total":0},"z":{"correct":0,"incorrect":0,"missing":0,"total":0},"\u00e9":{"correct":2,"incorrect":3,"missing":1,"total":6}},"tables":[{"stats":{},"table":"T"}]}}

            """,
            Text(AnalysisJson.Write(
                [new TaskAnalysis(AnnotationTask.Cea, [new TableAnalysis("T", new Dictionary<string, CandidateCounts>())], counts)])));
        Assert.Equal("{}\n", Text(AnalysisJson.Write(null)));
    }

    [Fact]
    public void An_audit_always_has_six_entries_with_methods_by_sum() => Assert.Equal(
        """
        {"res":[{"methods":[["b",5],["a",2]],"step":"creation","task":"CEA"},{"methods":[],"step":"selection","task":"CEA"},{"methods":[],"step":"creation","task":"CTA"},{"methods":[],"step":"selection","task":"CTA"},{"methods":[],"step":"creation","task":"CPA"},{"methods":[["majorityVote",1]],"step":"selection","task":"CPA"}]}

        """,
        Text(AuditJson.Write(
        [
            new AuditSum("CEA", "creation", "a", 2),
            new AuditSum("CEA", "creation", "b", 5),
            new AuditSum("CPA", "selection", "majorityVote", 1),
        ])));

    private static WorkPackage Package() => new(
        "Té",
        2,
        """[["h","Zürich 🚀"],["a<b'&","\"\\"]]"""u8.ToArray(),
        new AnnotationSet([new Annotation(1, 0, "Q72"), new Annotation(1, 1, null)], [new Annotation(0, 0, "Q1")], [new Annotation(0, 1, null)]),
        Analyze: false,
        Audit: true);

    private static string Text(WireJson json) => Encoding.ASCII.GetString(json.Render().Span);
}
