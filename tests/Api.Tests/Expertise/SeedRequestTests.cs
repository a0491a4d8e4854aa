using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Expertise.Submission;

namespace Switchyard.Expertise;

public sealed class SeedRequestTests
{
    [Fact]
    public void A_config_becomes_the_steps_own()
    {
        var job = Read("""
            {"name": "n", "match_group": "G", "paper_invitation": ["I", "J"], "reviewer_ids": ["~A1"], "max_workers": 4,
             "csv_expertise": [" a,b ", "c"], "timeout": 90, "exclusion_inv": null, "use_email_ids": true,
             "dataset": {"directory": "./x", "minimum_pub_date": 5, "top_recent_pubs": "10%", "or": {"top_recent_pubs": 3}, "offset": 1},
             "model_params": {"use_title": true, "work_dir": "w", "scores_path": "/s", "specter_dir": "d", "sparse_value": 7, "batch_size": 16},
             "token": "stolen", "baseurl": "http://evil", "baseurl_v2": "http://evil"}
            """);

        var config = job.Config;
        Assert.Equal(("n", "bm25", true), (config.Name, config.Model, config.UseEmailIds));
        Assert.Equal(["G"], config.MatchGroup);
        Assert.Equal(["I", "J"], config.PaperInvitation);
        Assert.Equal(["~A1"], config.ReviewerIds);
        Assert.Equal(("csv_expertise.csv", null), (config.CsvExpertise, config.CsvSubmissions));
        Assert.Equal([" a,b ", "c"], Assert.Single(job.Files, file => file.Key == "csv_expertise.csv").Value);
        Assert.Equal(TimeSpan.FromSeconds(90), job.Timeout);
        Assert.Equal((5L, "10%", 3), (config.Dataset.MinimumPubDate, config.Dataset.TopRecentPubs?.GetString(), config.Dataset.Or?.TopRecentPubs?.GetInt32()));
        Assert.Equal((true, true, 7), (config.ModelParams.UseTitle, config.ModelParams.UseAbstract, config.ModelParams.SparseValue));
        // What a command may want is kept; where files lie and whom to ask is not.
        Assert.Equal(["max_workers"], config.Others!.Keys);
        Assert.Equal(["offset"], config.Dataset.Others!.Keys);
        Assert.Equal(["batch_size"], config.ModelParams.Others!.Keys);
        Assert.Null(job.DuplicateKey);
    }

    [Fact]
    public void What_is_shown_has_no_credentials_and_no_lines()
    {
        var shown = Read("""
            {"name":"n","token":"stolen","Token":"stolen","baseurl":"http://evil","csv_submissions":["line"],"timeout":3,"model":"own"}
            """).Shown;

        Assert.Equal("""{"name":"n","csv_submissions":"csv_submissions.csv","timeout":3,"model":"own"}""", shown.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"n","timeout":0}""")]
    [InlineData("""{"name":"n","timeout":null}""")]
    [InlineData("""{"name":"n","model":null,"dataset":null,"model_params":null,"csv_expertise":null}""")]
    public void Null_and_nothing_are_one(string config) => Assert.Null(Read(config).Timeout);

    [Theory]
    [InlineData("config must be an object", "[]")]
    [InlineData("config.name must be a text", "{}")]
    [InlineData("config.name must be a text", """{"name":7}""")]
    [InlineData("config.name is empty", """{"name":" "}""")]
    [InlineData("config.name is '..', which means a directory", """{"name":".."}""")]
    [InlineData("config.name holds a separator of paths ('/' or '\\') or NUL", """{"name":"a/b"}""")]
    [InlineData("config.name holds a separator of paths ('/' or '\\') or NUL", """{"name":"a\\b"}""")]
    [InlineData("config.name holds a separator of paths ('/' or '\\') or NUL", """{"name":"a\u0000"}""")]
    [InlineData("config.model must be the name of a model", """{"name":"n","model":""}""")]
    [InlineData("config.timeout must be a whole number of seconds from 0, which is none, to 2592000", """{"name":"n","timeout":-1}""")]
    [InlineData("config.timeout must be a whole number of seconds from 0, which is none, to 2592000", """{"name":"n","timeout":1.5}""")]
    [InlineData("config.timeout must be a whole number of seconds from 0, which is none, to 2592000", """{"name":"n","timeout":"9"}""")]
    [InlineData("config.timeout must be a whole number of seconds from 0, which is none, to 2592000", """{"name":"n","timeout":2592001}""")]
    [InlineData("config.csv_expertise must be a list of lines of CSV", """{"name":"n","csv_expertise":"../x.csv"}""")]
    [InlineData("config.csv_submissions must be a list of lines of CSV", """{"name":"n","csv_submissions":[1]}""")]
    [InlineData("config.dataset.directory has a path that leaves the job's directory ('..')", """{"name":"n","dataset":{"directory":"a/../b"}}""")]
    [InlineData("config.model_params.work_dir has a path that leaves the job's directory ('..')", """{"name":"n","model_params":{"work_dir":"..\\b"}}""")]
    [InlineData("config.model_params.scores_path has a path that leaves the job's directory ('..')", """{"name":"n","model_params":{"scores_path":".."}}""")]
    [InlineData("config.anything[1].deep has a path that leaves the job's directory ('..')", """{"name":"n","anything":[1,{"deep":"x/.. /y"}]}""")]
    [InlineData("config.match_group is not of the type that it must be", """{"name":"n","match_group":{}}""")]
    [InlineData("config.use_email_ids is not of the type that it must be", """{"name":"n","use_email_ids":"yes"}""")]
    [InlineData("config.model_params.use_title is not of the type that it must be", """{"name":"n","model_params":{"use_title":1}}""")]
    [InlineData("config.dataset is not of the type that it must be", """{"name":"n","dataset":[]}""")]
    [InlineData("config.reviewer_ids must be a list of texts", """{"name":"n","reviewer_ids":[null]}""")]
    [InlineData("config.model_params.sparse_value must be a positive integer", """{"name":"n","model_params":{"sparse_value":0}}""")]
    [InlineData("each of config.provided_submissions must have an id", """{"name":"n","provided_submissions":[{"title":"T"}]}""")]
    [InlineData("config.dataset: 'top_recent_pubs' must be a whole number or a text such as \"10%\", got '10'", """{"name":"n","dataset":{"top_recent_pubs":"10"}}""")]
    [InlineData("config.dataset: 'top_recent_pubs' must be a whole number or a text such as \"10%\", got -1", """{"name":"n","dataset":{"or":{"top_recent_pubs":-1}}}""")]
    [InlineData("config.dataset: Objects in weight_specification must have a weight key", """{"name":"n","dataset":{"weight_specification":[{"prefix":"X"}]}}""")]
    public void What_is_wrong_is_a_bad_request_that_says_what(string message, string config)
    {
        var refusal = Assert.Throws<ExpertiseRefusedException>(() => Read(config));

        Assert.Equal((400, message), (refusal.Status, refusal.Message));
    }

    [Fact]
    public void What_papers_say_is_no_path()
    {
        var job = Read("""
            {"name":"n","csv_expertise":["~A1,p,T,see ../x"],"provided_submissions":[{"id":"s","title":"..","abstract":"a/../b"}]}
            """);

        Assert.Equal(("s", ".."), (job.Config.ProvidedSubmissions![0].Id, job.Config.ProvidedSubmissions[0].Title));
    }

    [Fact]
    public void A_null_in_the_content_of_papers_means_something()
    {
        var job = Read("""{"name":"n","paper_content":{"track":null,"kind":"x"}}""");

        Assert.Equal(JsonValueKind.Null, job.Config.PaperContent!["track"].ValueKind);
    }

    [Fact]
    public void A_long_request_is_shown_with_the_beginnings_of_its_lists()
    {
        var paper = new JsonObject { ["id"] = "s", ["abstract"] = new string('x', 3000) };
        var request = new JsonObject
        {
            ["name"] = "n",
            ["papers"] = new JsonArray([.. Enumerable.Range(0, 150).Select(_ => paper.DeepClone())]),
        };

        var shown = JsonNode.Parse(ShownRequest.Write(request, SeedStyle.Instance))!;

        Assert.Equal("n", (string?)shown["name"]);
        Assert.Equal(100, shown["papers"]!.AsArray().Count);
        Assert.Equal(1000, ((string?)shown["papers"]![0]!["abstract"])!.Length);
        Assert.Equal(150, request["papers"]!.AsArray().Count);
    }

    [Fact]
    public void A_request_that_is_long_besides_its_lists_is_refused()
    {
        var request = new JsonObject(Enumerable.Range(0, 30_000).Select(i => KeyValuePair.Create($"{i} {new string('x', 50)}", (JsonNode?)JsonValue.Create(i))));

        Assert.Equal(400, Assert.Throws<ExpertiseRefusedException>(() => ShownRequest.Write(request, SeedStyle.Instance)).Status);
    }

    private static JobRequest Read(string config)
    {
        using var body = JsonDocument.Parse($$"""{"config":{{config}}}""");
        var request = SeedRequest.Read(body.RootElement);
        return request.With(request.Model ?? "bm25");
    }
}
