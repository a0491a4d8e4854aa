using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Expertise.Submission;

namespace Switchyard.Expertise;

public sealed class NewestRequestTests
{
    private const string Group = """{"type":"Group","memberOf":"ABC.cc/Reviewers"}""";
    private const string Note = """{"type":"Note","invitation":"ABC.cc/-/Submission"}""";

    [Fact]
    public void People_and_papers()
    {
        var job = Read(
            """{"type":"Group","memberOf":"G","expertise":{"invitation":"G/-/Expertise"}}""",
            """{"type":"Note","withVenueid":"V","withContent":{"track":null,"kind":"x"},"submissionIds":["a"]}""",
            """, "dataset": {"minimumPubDate": 0, "topRecentPubs": "10%"}""");

        var config = job.Config;
        Assert.Equal(("n", "bm25"), (config.Name, config.Model));
        Assert.Equal(["G"], config.MatchGroup);
        Assert.Equal(("G/-/Expertise", null), (config.ExpertiseInv, config.ExclusionInv));
        Assert.Equal(("V", null, null), (config.PaperVenueid, config.PaperId, config.PaperInvitation));
        Assert.Equal(JsonValueKind.Null, config.PaperContent!["track"].ValueKind);
        Assert.Equal((0L, "10%"), (config.Dataset.MinimumPubDate, config.Dataset.TopRecentPubs?.GetString()));
        // The service's defaults, which are not the library's.
        Assert.Equal((true, true, false, true, 400), (
            config.ModelParams.UseTitle,
            config.ModelParams.UseAbstract,
            config.ModelParams.AverageScore,
            config.ModelParams.MaxScore,
            config.ModelParams.SparseValue));
        Assert.False(config.ModelParams.Others!["compute_paper_paper"].GetBoolean());
        Assert.True(config.ModelParams.Others["normalize_scores"].GetBoolean());
        Assert.True(config.NeedsOpenReview);
    }

    [Fact]
    public void People_by_their_ids_and_papers_that_come_along()
    {
        var config = Read(
            """{"type":"Group","reviewerIds":["~A1","b@c.de"],"expertise":{"exclusion":{"invitation":"X"}}}""",
            """{"type":"Note","submissions":[{"id":"s","title":"T","abstract":null},{"id":"t","abstract":"A","more":1}]}""").Config;

        Assert.Equal(["~A1", "b@c.de"], config.ReviewerIds);
        Assert.Null(config.MatchGroup);
        Assert.Equal(["X"], config.ExclusionInv);
        Assert.Null(config.ExpertiseInv);
        Assert.Equal([new("s", "T", null), new("t", null, "A")], config.ProvidedSubmissions);
    }

    [Fact]
    public void People_and_people()
    {
        var config = Read(Group, """{"type":"Group","memberOf":"B","expertise":{"invitation":"B/-/E"}}""").Config;

        Assert.Equal(["ABC.cc/Reviewers"], config.MatchGroup);
        Assert.Equal(["B"], config.AlternateMatchGroup);
        Assert.Equal("B/-/E", config.AlternateExpertiseInv);
        Assert.True(config.IsGroupToGroup);
        Assert.Equal(["Z"], Read(Group, """{"type":"Group","memberOf":"B","expertise":{"exclusion":{"invitation":"Z"}}}""").Config.AlternateExclusionInv);
    }

    [Fact]
    public void Papers_and_papers()
    {
        var config = Read("""{"type":"Note","id":"p"}""", """{"type":"Note","invitation":"I","withContent":{"a":"b"}}""", model: "specter2").Config;

        Assert.Equal("p", config.PaperId);
        Assert.Equal(["I"], config.MatchPaperInvitation);
        Assert.Equal("b", config.MatchPaperContent!["a"].GetString());
        Assert.Null(config.PaperContent);
        Assert.True(config.IsPaperToPaper);
        Assert.True(config.ModelParams.Others!["compute_paper_paper"].GetBoolean());
    }

    [Fact]
    public void What_a_model_is_told()
    {
        var config = Read(Group, Note, """
            , "model": {"name": "m", "sparseValue": true, "useTitle": false, "useAbstract": null, "scoreComputation": "avg",
              "skipSpecter": true, "useCuda": true, "percentileSelect": 80, "normalizeScores": false}
            """).Config;

        var model = config.ModelParams;
        Assert.Equal((false, false, true, false, 1), (model.UseTitle, model.UseAbstract, model.AverageScore, model.MaxScore, model.SparseValue));
        Assert.Equal(80, model.Others!["percentile_select"].GetInt32());
        Assert.True(model.Others["use_cuda"].GetBoolean());
        Assert.True(model.Others["skip_specter"].GetBoolean());
        Assert.False(model.Others["normalize_scores"].GetBoolean());
    }

    [Fact]
    public void A_request_is_shown_as_it_was_submitted()
    {
        var job = Read(Group, Note, ", \"model\": {\"name\": \"m\"}, \"dataset\": {}, \"machineType\": null");

        Assert.Equal($$$"""{"name":"n","entityA":{{{Group}}},"entityB":{{{Note}}},"model":{"name":"m"}}""", job.Shown.ToJsonString());
    }

    [Fact]
    public void The_key_of_a_request_is_its_own_and_its_users()
    {
        var one = Read(Group, Note).DuplicateKey;
        using var turned = JsonDocument.Parse($$"""{ "entityB": {{Note}}, "entityA": {"memberOf":"ABC.cc/Reviewers","type":"Group"}, "name":"n" }""");

        Assert.Matches("^[0-9a-f]{64}$", one);
        Assert.Equal(one, NewestRequest.Read(turned.RootElement, isSuperuser: false).With("bm25", "~A1").DuplicateKey);
        Assert.NotEqual(one, NewestRequest.Read(turned.RootElement, isSuperuser: false).With("bm25", "~B1").DuplicateKey);
        Assert.NotEqual(one, Read(Group, Note, """, "dataset": {"minimumPubDate": 0}""").DuplicateKey);
        Assert.NotEqual(one, Read(Group, Note, """, "model": {"useTitle": false}""").DuplicateKey);
    }

    [Fact]
    public void Only_superusers_choose_a_machine()
    {
        var body = JsonNode.Parse($$"""{"name":"n","entityA":{{Group}},"entityB":{{Note}},"machineType":"small"}""")!.ToJsonString();
        using var document = JsonDocument.Parse(body);

        var refusal = Assert.Throws<ExpertiseRefusedException>(() => NewestRequest.Read(document.RootElement, isSuperuser: false));

        Assert.Equal((403, "Forbidden: Insufficient permissions to set machine type"), (refusal.Status, refusal.Message));
        var config = NewestRequest.Read(document.RootElement, isSuperuser: true).With("bm25", "~S1").Config;
        Assert.Equal("small", config.Others!["machine_type"].GetString());
    }

    [Theory]
    [InlineData("required field missing in request: name", """{"entityA":1}""")]
    [InlineData("required field missing in request: entityA", """{"name":"n"}""")]
    [InlineData("required field missing in request: entityB", """{"name":"n","entityA":{"type":"Thing"}}""")]
    [InlineData("required field missing in entityA: type", """{"name":"n","entityA":{"memberOf":"G"},"entityB":{},"entityC":{}}""")]
    [InlineData("invalid type in entityA", """{"name":"n","entityA":{"type":"Thing"},"entityB":{}}""")]
    [InlineData("no valid Group properties in entityA", """{"name":"n","entityA":{"type":"Group","invitation":"I"},"entityB":{}}""")]
    [InlineData("no valid Note properties in entityB", """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note"}}""")]
    [InlineData(
        "only provide a single id or single invitation and/or venue id in entityB",
        """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note","id":"p","withVenueid":"V"}}""")]
    [InlineData(
        "unexpected fields in entityA: ['reviewerIds', 'x']",
        """{"name":"n","entityA":{"type":"Group","reviewerIds":[],"memberOf":"G","x":1},"entityB":{}}""")]
    [InlineData(
        "unexpected fields in entityB: ['withVenueid']",
        """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note","withVenueid":"V","invitation":"I"},"entityC":1}""")]
    [InlineData(
        "unexpected fields in request: ['entityC', \"it's\"]",
        """{"name":"n","entityA":{"type":"Group","memberOf":"G"},"entityB":{"type":"Note","id":"p"},"entityC":{},"it's":1}""")]
    [InlineData("request must be an object, got [1, None, True, {'a': 'b'}]", """[1,null,true,{"a":"b"}]""")]
    [InlineData("entityA must be an object, got 'G'", """{"name":"n","entityA":"G","entityB":{}}""")]
    public void The_shape_is_judged_first(string message, string body) => Assert.Equal(message, RefusalOf(body));

    [Theory]
    [InlineData("Expertise invitation indicated but ID not provided", """{"type":"Group","memberOf":"G","expertise":{"invitation":null}}""", Note)]
    [InlineData("Expertise invitation indicated but ID not provided", """{"type":"Group","memberOf":"G","expertise":{"exclusion":{}}}""", Note)]
    [InlineData("unexpected fields in entityA.expertise: ['inclusion']", """{"type":"Group","memberOf":"G","expertise":{"inclusion":{}}}""", Note)]
    [InlineData("Cannot provide paper id/invitation and alternate match group", """{"type":"Note","id":"p"}""", Group)]
    [InlineData("Cannot provide paper id/invitation and alternate match group", Note, Group)]
    [InlineData("entityA of type Note goes with entityB of type Note", """{"type":"Note","withVenueid":"V"}""", Group)]
    [InlineData("entityB of type Group must have memberOf", Group, """{"type":"Group","reviewerIds":["~A1"]}""")]
    [InlineData("model bm25 does not support paper-paper scoring", Note, Note)]
    [InlineData("memberOf in entityA must be a text, got ['G']", """{"type":"Group","memberOf":["G"]}""", Note)]
    [InlineData("reviewerIds in entityA must be a list of ids of profiles and of e-mail addresses", """{"type":"Group","reviewerIds":[]}""", Note)]
    [InlineData("reviewerIds in entityA must be a list of ids of profiles and of e-mail addresses", """{"type":"Group","reviewerIds":[null]}""", Note)]
    [InlineData("invitation in entityB must be a text, got ''", Group, """{"type":"Note","invitation":""}""")]
    [InlineData("withContent in entityB must be an object", Group, """{"type":"Note","id":"p","withContent":[]}""")]
    [InlineData("submissions in entityB must be a list of objects with id, title and abstract", Group, """{"type":"Note","submissions":{}}""")]
    [InlineData("required field missing in entityB.submissions[1]: id", Group, """{"type":"Note","submissions":[{"id":"s"},{}]}""")]
    [InlineData("id in entityB.submissions[0] must be a text", Group, """{"type":"Note","submissions":[{"id":" "}]}""")]
    [InlineData("title in entityB.submissions[0] must be a text", Group, """{"type":"Note","submissions":[{"id":"s","title":1}]}""")]
    public void Then_what_the_entities_say(string message, string a, string b) =>
        Assert.Equal(message, RefusalOf($$"""{"name":"n","entityA":{{a}},"entityB":{{b}}}"""));

    [Theory]
    [InlineData("unexpected fields in model: ['x']", """{"name":"m","x":1}""", "{}")]
    [InlineData("unexpected fields in model: ['y']", """{"x":1}""", """{"y":1}""")]
    [InlineData("invalid value in field 'scoreComputation' in 'model' object", """{"scoreComputation":"sum","x":1}""", "{}")]
    [InlineData("'sparseValue' must be a positive integer, got 'notAnInt'", """{"sparseValue":"notAnInt","useCuda":"x"}""", "{}")]
    [InlineData("'sparseValue' must be a positive integer, got 0", """{"sparseValue":0}""", "{}")]
    [InlineData("'sparseValue' must be a positive integer, got None", """{"sparseValue":null}""", "{}")]
    [InlineData("'sparseValue' must be a positive integer, got False", """{"sparseValue":false}""", "{}")]
    [InlineData("'sparseValue' must be a positive integer, got 1.5", """{"sparseValue":1.5}""", "{}")]
    [InlineData("'useTitle' must be true or false, got 'yes'", """{"useTitle":"yes"}""", "{}")]
    [InlineData("'skipSpecter' must be true or false, got 1", """{"skipSpecter":1}""", "{}")]
    [InlineData("'useCuda' must be true or false, got 'x'", """{"useCuda":"x"}""", "{}")]
    [InlineData("'normalizeScores' must be true or false, got []", """{"normalizeScores":[]}""", "{}")]
    [InlineData("'percentileSelect' must be a number from 0 to 100, got '80'", """{"percentileSelect":"80"}""", "{}")]
    [InlineData("'percentileSelect' must be a number from 0 to 100, got True", """{"percentileSelect":true}""", "{}")]
    [InlineData("'percentileSelect' must be a number from 0 to 100, got {'a': 1}", """{"percentileSelect":{"a":1}}""", "{}")]
    [InlineData("'percentileSelect' must be a number from 0 to 100, got 100.5", """{"percentileSelect":100.5}""", "{}")]
    [InlineData("'percentileSelect' must be a number from 0 to 100, got -1", """{"percentileSelect":-1}""", "{}")]
    [InlineData("name in model must be the name of a model, got 7", """{"name":7}""", "{}")]
    [InlineData("model must be an object, got 'm'", "\"m\"", "{}")]
    [InlineData("dataset must be an object, got []", "{}", "[]")]
    [InlineData("'minimumPubDate' must be a number of milliseconds since 1970, got 'now'", "{}", """{"minimumPubDate":"now"}""")]
    [InlineData("'topRecentPubs' must be a whole number or a text such as \"10%\", got 'many%'", "{}", """{"topRecentPubs":"many%"}""")]
    [InlineData("model bm25 does not support weighting by venue", "{}", """{"weightSpecification":[{"prefix":"X","weight":2}]}""")]
    [InlineData("weight_specification must be a list", "{}", """{"weightSpecification":{}}""")]
    [InlineData("Objects in weight_specification must be dictionaries", "{}", """{"weightSpecification":[1]}""")]
    [InlineData("Object in weight_specification has unsupported field(s): ['z']", "{}", """{"weightSpecification":[{"z":1}]}""")]
    [InlineData(
        "Objects in weight_specification must have exactly one of [prefix, value, articleSubmittedToOpenReview]. Found: ['prefix', 'value']",
        "{}",
        """{"weightSpecification":[{"value":"a","prefix":"b","weight":1}]}""")]
    [InlineData("Objects in weight_specification must have a prefix, value, or articleSubmittedToOpenReview key", "{}", """{"weightSpecification":[{"weight":1}]}""")]
    [InlineData("Objects in weight_specification must have a weight key", "{}", """{"weightSpecification":[{"value":"a"}]}""")]
    [InlineData(
        "The articleSubmittedToOpenReview key can only have a boolean value",
        "{}",
        """{"weightSpecification":[{"articleSubmittedToOpenReview":"yes","weight":1}]}""")]
    [InlineData("The prefix key can only have a text as its value", "{}", """{"weightSpecification":[{"prefix":1,"weight":1}]}""")]
    [InlineData("weight must be an integer or float greater than or equal to 0", "{}", """{"weightSpecification":[{"prefix":"X","weight":-0.5}]}""")]
    [InlineData("weight must be an integer or float greater than or equal to 0", "{}", """{"weightSpecification":[{"prefix":"X","weight":"2"}]}""")]
    public void Then_the_dataset_and_the_model(string message, string model, string dataset) =>
        Assert.Equal(message, RefusalOf($$"""{"name":"n","entityA":{{Group}},"entityB":{{Note}},"model":{{model}},"dataset":{{dataset}}}"""));

    [Theory]
    [InlineData("name must be a text, got 7", "7")]
    [InlineData("name is empty", "\"\"")]
    [InlineData("name is '.', which means a directory", "\".\"")]
    [InlineData("name holds a separator of paths ('/' or '\\') or NUL", "\"../x\"")]
    public void The_name_is_judged_last(string message, string name) =>
        Assert.Equal(message, RefusalOf($$"""{"name":{{name}},"entityA":{{Group}},"entityB":{{Note}}}"""));

    [Fact]
    public void Weights_by_venue_are_taken_by_the_model_that_has_them()
    {
        var config = Read(Group, Note, """, "dataset": {"weightSpecification": [{"prefix":"X","weight":0},{"articleSubmittedToOpenReview":true,"weight":1.5}]}""", "specter2+scincl").Config;

        Assert.Equal(2, config.Dataset.WeightSpecification!.Count);
        Assert.Equal(1.5, config.Dataset.WeightSpecification[1].GetProperty("weight").GetDouble());
    }

    private static JobRequest Read(string a, string b, string more = "", string model = "bm25")
    {
        using var body = JsonDocument.Parse($$"""{"name":"n","entityA":{{a}},"entityB":{{b}}{{more}}}""");
        return NewestRequest.Read(body.RootElement, isSuperuser: false).With(model, "~A1");
    }

    private static string RefusalOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        var refusal = Assert.Throws<ExpertiseRefusedException>(() => NewestRequest.Read(document.RootElement, isSuperuser: false).With("bm25", "~A1"));
        Assert.Equal(400, refusal.Status);
        Assert.StartsWith("Bad request: ", refusal.Message, StringComparison.Ordinal);
        return refusal.Message["Bad request: ".Length..];
    }
}
