using System.Net;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class SubmissionTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    private const string Group = """{"type":"Group","memberOf":"G"}""";
    private const string Note = """{"type":"Note","invitation":"I"}""";

    protected override (string Key, string Value)[] Settings => [.. base.Settings, ("Expertise:MaxRequestBytes", "3000000")];

    [Fact]
    public async Task The_seeds_job_comes_with_its_files()
    {
        var token = NewToken();

        var job = await SubmitAsync(
            """{"config":{"name":"seed","csv_expertise":["  ~A1,p,T,\"two\nlines\" ","~B1,q,ä,"],"csv_submissions":[],"timeout":7,"token":"other"}}""", token);

        var submission = job.Submission;
        Assert.Equal(("seed", "bm25", TimeSpan.FromSeconds(7), null), (submission.Name, submission.Model, submission.Timeout, submission.DuplicateKey));
        // Nothing is asked of OpenReview.
        Assert.Null(submission.Token);
        Assert.Equal(["csv_expertise.csv", "csv_submissions.csv"], submission.Files.Keys.Order());
        var file = submission.Files["csv_expertise.csv"];
        Assert.Equal("~A1,p,T,\"two\nlines\"\n~B1,q,ä,\n", Encoding.UTF8.GetString(await Yard.Blobs.ReadAsync(file.Blob)));
        Assert.Equal((await Yard.Blobs.ReadAsync(file.Blob)).Length, file.Length);
        Assert.Equal(0, submission.Files["csv_submissions.csv"].Length);
        Assert.Equal(
            """{"name":"seed","csv_expertise":"csv_expertise.csv","csv_submissions":"csv_submissions.csv","timeout":7}""",
            Encoding.UTF8.GetString(submission.Request));
        Assert.Equal("csv_expertise.csv", job.Config.CsvExpertise);
        Assert.Null(job.Config.Others);
    }

    [Theory]
    [InlineData("\uFEFF{\"config\":{\"name\":\"marked\"}}")]
    [InlineData("{\"x\":NaN,\"config\":{\"name\":\"marked\",\"token\":NaN,\"dataset\":{\"directory\":[Infinity]}}}")]
    public async Task What_is_ignored_may_be_whatever_python_writes(string body)
    {
        var job = await SubmitAsync(body, NewToken());

        Assert.Equal("marked", job.Submission.Name);
        Assert.DoesNotContain("999", Encoding.UTF8.GetString(job.Submission.Request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"model_params\":{\"x\":NaN}")]
    [InlineData("\"other\":[{\"x\":-Infinity}]")]
    [InlineData("\"paper_content\":{\"venue\":NaN}")]
    public async Task A_number_that_is_none_is_not_handed_on(string member) => Assert.Equal(
        Seed(HttpStatusCode.BadRequest, "config has a number that is not finite"),
        await PostAsync($$$"""{"config":{"name":"n",{{{member}}}}}""", NewToken()));

    [Fact]
    public async Task The_newest_job_has_its_owners_token()
    {
        var token = NewToken();

        var job = await SubmitAsync($$$"""{"name":"new","entityA":{{{Group}}},"entityB":{{{Note}}}}""", token, $"Bearer {token}");

        Assert.Equal((UserOf(token), "new", token), (job.Submission.Owner, job.Submission.Name, job.Submission.Token?.Value));
        Assert.NotNull(job.Submission.DuplicateKey);
        Assert.Equal($$$"""{"name":"new","entityA":{{{Group}}},"entityB":{{{Note}}}}""", Encoding.UTF8.GetString(job.Submission.Request));
        Assert.Equal(["G"], job.Config.MatchGroup);
        Assert.Equal(400, job.Config.ModelParams.SparseValue);
        Assert.True(job.Config.ModelParams.UseTitle);
    }

    [Fact]
    public async Task Each_api_answers_in_its_own_shape()
    {
        var token = NewToken();

        using var submissions = Submissions(submission => submission.Owner == UserOf(token));
        var seed = await PostAsync("""{"config":{"name":"s","match_group":"G"}}""", token);
        var newest = await PostAsync($$$"""{"name":"n","entityA":{{{Group}}},"entityB":{{{Note}}}}""", token);

        var ids = submissions.Calls.Select(call => Made(call).Id).ToArray();
        Assert.Equal((HttpStatusCode.OK, $$"""{"user_id":"{{UserOf(token)}}","job_id":"{{ids[0]}}"}"""), seed);
        Assert.Equal((HttpStatusCode.OK, $$"""{"jobId":"{{ids[1]}}"}"""), newest);
    }

    [Fact]
    public async Task A_model_that_is_not_here_is_a_bad_request()
    {
        const string Reason = "model specter2 is not available here: no compute source may run a service of that name";

        Assert.Equal(Seed(HttpStatusCode.BadRequest, Reason), await PostAsync("""{"config":{"name":"n","model":"specter2"}}""", NewToken()));
        Assert.Equal(
            Newest(HttpStatusCode.BadRequest, "BadRequestError", $"Bad request: {Reason}"),
            await PostAsync($$$"""{"name":"n","entityA":{{{Note}}},"entityB":{{{Note}}},"model":{"name":"specter2"}}""", NewToken()));
        Assert.Equal(
            Newest(HttpStatusCode.BadRequest, "BadRequestError", "Bad request: model bm25 does not support paper-paper scoring"),
            await PostAsync($$$"""{"name":"n","entityA":{{{Note}}},"entityB":{{{Note}}}}""", NewToken()));
    }

    [Fact]
    public async Task What_the_cluster_refuses_leaves_no_files()
    {
        var token = NewToken();
        using var nowhere = Yard.Faults.On<IExpertiseJobsGrain>(
            nameof(IExpertiseJobsGrain.SubmitAsync),
            call => call.Argument<ExpertiseSubmission>(0).Name == "nowhere",
            Answer(new ExpertiseSubmitted(null, ExpertiseRefusal.NoSource)));
        var twice = $$$"""{"name":"twice","entityA":{{{Group}}},"entityB":{{{Note}}}}""";
        await SubmitAsync(twice, token);

        Assert.Equal(Newest(HttpStatusCode.Conflict, "ConflictError", "Request already in queue"), await PostAsync(twice, token));
        var (status, body) = await PostAsync("""{"config":{"name":"nowhere","csv_expertise":["only nowhere"]}}""", NewToken());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("""{"error":"No compute source may run""", body, StringComparison.Ordinal);
        Assert.Equal(0, Yard.Blobs.Count("only nowhere"u8));
    }

    [Fact]
    public async Task A_job_whose_answer_was_lost_is_not_made_again_and_keeps_its_files()
    {
        using var lost = Yard.Faults.Lose<IExpertiseJobsGrain>(
            nameof(IExpertiseJobsGrain.SubmitAsync), call => call.Argument<ExpertiseSubmission>(0).Name == "lost here", new TimeoutException());

        var answer = await PostAsync("""{"config":{"name":"lost here","csv_expertise":["only lost"]}}""", NewToken());

        Assert.Equal(Seed(HttpStatusCode.ServiceUnavailable, "The cluster cannot answer just now. Try again shortly."), answer);
        Assert.Single(lost.Calls);
        Assert.Equal(1, Yard.Blobs.Count("only lost"u8));
    }

    [Theory]
    [InlineData("", "Bad request: the body is empty")]
    [InlineData("{", "Bad request: the body cannot be read as JSON: ")]
    [InlineData("""{"name":"a","name":"b"}""", "Bad request: the body cannot be read as JSON: Duplicate property 'name' ")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "Bad request: the body cannot be read as JSON: The maximum configured depth of 64 has been exceeded")]
    [InlineData("""{"name":"\ud800"}""", "Bad request: a text in the body holds a NUL character or half of a surrogate pair.")]
    [InlineData("""{"config":{"name":"n","csv_expertise":["a\u0000"]}}""", "Bad request: a text in the body holds a NUL character or half of a surrogate pair.")]
    [InlineData("""{"\u0000":1}""", "Bad request: a text in the body holds a NUL character or half of a surrogate pair.")]
    [InlineData("7", "Bad request: request must be an object, got 7")]
    [InlineData("{}", "Bad request: required field missing in request: name")]
    public async Task A_malformed_body_is_a_bad_request(string body, string message)
    {
        var (status, answer) = await PostAsync(body, NewToken());

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith($$"""{"name":"BadRequestError","message":"{{message}}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_type_is_415()
    {
        var form = await SendAsync(HttpMethod.Post, "/expertise", NewToken(), "{}", "application/x-www-form-urlencoded");
        var untyped = await SendAsync(HttpMethod.Post, "/expertise", NewToken(), "{}", type: null);

        Assert.Equal(
            Newest(HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaTypeError", "The request's body must be application/json"), form);
        Assert.Equal(HttpStatusCode.BadRequest, untyped.Status);
    }

    [Fact]
    public async Task A_body_may_be_as_long_as_is_said()
    {
        var fitting = $$$"""{"config":{"name":"long","csv_expertise":["{{{new string('x', 2_900_000)}}}"]}}""";
        var token = NewToken();

        Assert.Equal(2_900_001, (await SubmitAsync(fitting, token)).Submission.Files["csv_expertise.csv"].Length);
        Assert.Equal(
            Newest(HttpStatusCode.RequestEntityTooLarge, "PayloadTooLargeError", "The request's body is longer than 3000000 bytes"),
            await PostAsync(fitting + new string(' ', 100_000), token));
    }

    private static Func<GrainCall, Task> Answer(object answer) => call =>
    {
        call.Answer = answer;
        return Task.CompletedTask;
    };
}
