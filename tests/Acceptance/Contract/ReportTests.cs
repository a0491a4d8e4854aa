using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>The reports over a campaign that has no CPA targets and a table that cannot be read.</summary>
public sealed class ReportTests(ReportTests.Fixture node) : IClassFixture<ReportTests.Fixture>
{
    private Door Door => node.Door;

    [Fact]
    public async Task Statistics_have_the_originals_form_also_without_targets_of_a_task()
    {
        var answer = await Door.PostAsync("/getStats");

        Assert.Equal("application/json", answer.Is(HttpStatusCode.OK).Type);
        var stats = answer.Json;
        Assert.Equal(["clients", "files", "hasEvaluation", "mappings", "tables", "times"], stats.AsObject().Select(pair => pair.Key));
        Assert.Equal("""{"errors":true,"results":true}""", stats["files"]!.ToJsonString());
        Assert.True((bool)stats["hasEvaluation"]!);
        Assert.Equal("""{"fraction":"66.67","mapped":2,"total":3}""", stats["mappings"]!["cea"]!.ToJsonString());
        Assert.Equal("""{"fraction":"0.0","mapped":0,"total":0}""", stats["mappings"]!["cpa"]!.ToJsonString());
        Assert.Equal("""{"fraction":"100.0","mapped":1,"total":1}""", stats["mappings"]!["cta"]!.ToJsonString());
        Assert.Equal("""{"error":1,"result":2,"total":4,"unfinished":0}""", stats["tables"]!.ToJsonString());
        Assert.Matches("second", (string)stats["times"]!["result"]!);
        Assert.Equal(0, (int)stats["times"]!["remaining"]!);
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_seen_and_holds_nobody_up()
    {
        (await Door.GetWorkAsync("idle")).IsPage(HttpStatusCode.Gone);

        var poison = (await Door.TableAsync("poison"))["item"]!;
        Assert.Equal("failed", (string?)poison["status"]);
        Assert.Contains("not valid UTF-8 at byte 11, line 2", (string?)poison["error"], StringComparison.Ordinal);
        (await Door.PostAsync("/getDescription?table=poison")).IsPage(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(1, (int)(await Door.GetAsync("/api/v1/tables/statistics")).Json["unreadable"]!);
    }

    [Fact]
    public async Task Gaps_are_told_by_task()
    {
        var gaps = (await Door.PostAsync("/getMissingMappings")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(
            """{"cea":{"missingAll":[],"missingPart":[{"done":1,"missing":1,"table_name":"half","total":2}]},"cpa":{"missingAll":[],"missingPart":[]},"cta":{"missingAll":[],"missingPart":[]}}""",
            gaps.ToJsonString());
    }

    [Fact]
    public async Task The_evaluation_compares_with_the_solution()
    {
        var evaluation = (await Door.PostAsync("/getEvaluation")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(
            """{"correctMappings":1,"incorrectMappings":1,"missingMappings":1,"missingSolutions":0,"missingSubmissions":1,"superfluousMappings":1}""",
            evaluation["cea"]!.ToJsonString());
        Assert.Equal(1, (int)evaluation["cta"]!["correctMappings"]!);
        Assert.Equal(["cea", "cpa", "cta"], evaluation.AsObject().Select(pair => pair.Key).Order());
    }

    [Fact]
    public async Task The_description_of_a_table_tells_the_right_answers_and_assigns_nothing()
    {
        var truth = (await Door.PostAsync("/getDescription?table=whole")).Is(HttpStatusCode.OK).Json["gt"]!;

        Assert.Equal(
            """{"cea":[{"col_id":"0","mapped":"Q64","row_id":"1"}],"cpa":[{"mapped":"P17","obj_id":"1","subj_id":"0"}],"cta":[{"col_id":"0","mapped":"Q515"}]}""",
            truth.ToJsonString());
        Assert.Single((await Door.TableAsync("whole"))["assignments"]!.AsArray());
    }

    [Fact]
    public async Task The_analysis_counts_candidates_of_checkpoints()
    {
        var analysis = (await Door.PostAsync("/getAnalysis")).Is(HttpStatusCode.OK).Json["cea"]!;

        Assert.Equal("""{"lookup":{"correct":1,"incorrect":0,"missing":0,"total":1}}""", analysis["tables"]!.AsArray().Single(table => (string?)table!["table"] == "whole")!["stats"]!.ToJsonString());
    }

    [Fact]
    public async Task Audit_records_are_summed_whatever_characters_they_hold()
    {
        var sums = (await Door.PostAsync("/getAudit")).Is(HttpStatusCode.OK).Json["res"]!.AsArray();

        Assert.Equal(
            ["CEA creation", "CEA selection", "CTA creation", "CTA selection", "CPA creation", "CPA selection"],
            sums.Select(entry => $"{entry!["task"]} {entry["step"]}"));
        Assert.Equal([$"{Fixture.Method}: 12", "default: 2"], sums[0]!["methods"]!.AsArray().Select(method => $"{method![0]}: {method[1]}"));
        Assert.All(sums.Skip(1), entry => Assert.Empty(entry!["methods"]!.AsArray()));
    }

    [Theory]
    [InlineData("step", null, "step col must be in the submitted record dict")]
    [InlineData("solved_cnt", "many", "solved_cnt col must be an integer")]
    [InlineData("method) values (1); drop table audit; --", "x", "method) values (1); drop table audit; -- is not a col of a record dict")]
    public async Task A_wrong_audit_record_is_refused_with_all_that_came_with_it(string key, string? value, string message)
    {
        var before = (await Door.PostAsync("/getAudit")).Text;
        var wrong = Fixture.Record("default", 1);
        wrong.Remove(key);
        if (value is not null)
        {
            wrong[key] = value;
        }

        var answer = await Door.PostAsync("/audit_lst?client=me", new JsonArray(Fixture.Record("default", 5), wrong));

        Assert.Equal(message, answer.Is(HttpStatusCode.BadRequest).Text);
        Assert.Equal("text/plain; charset=utf-8", answer.Type);
        Assert.Equal(before, (await Door.PostAsync("/getAudit")).Text);
    }

    public sealed class Fixture : NodeFixture
    {
        public const string Method = "<img src=x onerror=alert(1)>'); drop table audit; --";

        protected override string[] Settings => ["Tables:Analyze=true"];

        public static JsonObject Record(string method, int solved) => new()
        {
            ["approach"] = "' or 1=1 --",
            ["tablename"] = "whole",
            ["task"] = "CEA",
            ["step"] = "creation",
            ["method"] = method,
            ["solved_cnt"] = solved,
            ["remaining_cnt"] = 0,
            ["remaining"] = new JsonArray(),
            ["timestamp"] = "2026-01-01 00:00:00",
        };

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            var checkpoints = """{"cea":[{"label":"lookup","state":[{"col_id":0,"row_id":1,"cand":["Q64","Q65"]}]}],"cta":[],"cpa":[]}""";
            for (var answer = await Door.GetWorkAsync("me"); answer.Status == HttpStatusCode.OK; answer = await Door.GetWorkAsync("me"))
            {
                var package = new Package(answer.Json);
                Assert.True((bool)package.Json["analyze"]!);
                if (package.Name == "broken")
                {
                    (await Door.StoreErrorAsync("broken", "me", "boom")).IsStored();
                    continue;
                }

                using var analysis = new StringContent(checkpoints, Encoding.UTF8);
                (await Door.SendAsync(HttpMethod.Put, $"/storeAnalysisData/{package.Name}/", analysis)).IsStored();
                var result = Result.Empty;
                result["cea"] = new JsonArray(Result.Cea(1, 0, package.Name == "whole" ? "Q64" : "Q1"));
                result["cta"] = new JsonArray(Result.Cta(0, "Q515"));
                (await Door.StoreResultAsync(package.Name, "me", result.ToJsonString())).IsStored();
            }

            (await Door.PostAsync("/audit_lst?client=me", new JsonArray(Record(Method, 5), Record("default", 2), Record(Method, 7)))).IsStored();
        }

        protected override void Fill(InputDirectory input) => input
            .WithTable("whole")
            .WithTable("half")
            .WithTable("broken")
            .With("tables/poison.csv", [.. "name\nBerlin"u8[..10], 0xE4, .. "\n"u8])
            .WithTargets("CEA", "whole,1,0", "half,1,0", "half,2,0")
            .WithTargets("CTA", "whole,0")
            .With(
                "solution/cea.csv",
                """
                Filename,Row Id,Col Id,Entity URI
                whole,1,0,"http://www.wikidata.org/entity/Q65,http://www.wikidata.org/entity/Q64"
                whole,7,7,http://www.wikidata.org/entity/Q7
                half,1,0,http://www.wikidata.org/entity/Q90
                half,2,0,http://www.wikidata.org/entity/Q90
                broken,1,0,http://www.wikidata.org/entity/Q90

                """)
            .With("solution/cta.csv", "Filename,Col Id,Col Class URI\nwhole,0,http://www.wikidata.org/entity/Q515\n")
            .With("gt/CEA_gt.csv", "whole,1,0,http://www.wikidata.org/entity/Q1000 http://www.wikidata.org/entity/Q64\n")
            .With("gt/CTA_gt.csv", "whole,0,http://www.wikidata.org/entity/Q515\n")
            .With("gt/CPA_gt.csv", "whole,0,1,http://www.wikidata.org/prop/direct/P17\n")
            .With("solution/cpa.csv", "Filename,Col 1 Id,Col 2 Id,Property URI\n");
    }
}
