using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Expertise.Datasets;

/// <summary>A server that is slow, busy, wrong or gone.</summary>
public sealed class OpenReviewFaultTests : IAsyncLifetime
{
    private OpenReviewServer _server = null!;

    private static ExpertiseConfig Config => DatasetRun.Config() with { MatchGroup = ["X/Reviewers"], PaperInvitation = ["X/-/Submission"] };

    public async ValueTask InitializeAsync()
    {
        _server = await OpenReviewServer.StartAsync();
        AddMembers(1);
        _server.Data.AddSubmission("X/-/Submission", "s1", "A title", "An abstract");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(OpenReviewFault.Error)]
    [InlineData(OpenReviewFault.TooManyRequests)]
    [InlineData(OpenReviewFault.Unavailable)]
    [InlineData(OpenReviewFault.CutConnection)]
    [InlineData(OpenReviewFault.CutAnswer)]
    public async Task What_fails_for_a_while_is_asked_again(OpenReviewFault fault)
    {
        _server.FailNext(3, fault, "/notes");
        using var run = new DatasetRun();

        await run.RunAsync(Config, _server);

        Assert.Equal(["~Member0"], run.Archives);
        Assert.Equal(4, _server.Requests.Count(request => request.PathAndQuery.Contains("authorids", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_keeps_failing_is_told_in_words_that_help()
    {
        _server.FailNext(4, OpenReviewFault.Error, "/groups");
        Assert.Equal("OpenReview answered 500 to GET /groups?id=X/Reviewers after 4 tries: Something went wrong", await FailureAsync<OpenReviewException>());
        _server.FailNext(4, OpenReviewFault.CutConnection, "/profiles");
        Assert.StartsWith("OpenReview did not answer POST /profiles/search after 4 tries: ", await FailureAsync<OpenReviewException>(), StringComparison.Ordinal);
        _server.FailNext(1, OpenReviewFault.Nonsense, "/groups");
        Assert.StartsWith("OpenReview answered nonsense to GET /groups?id=X/Reviewers: ", await FailureAsync<OpenReviewException>(), StringComparison.Ordinal);
        _server.FailNext(1, OpenReviewFault.OtherJson, "/notes");
        Assert.Contains("there is no list 'notes'", await FailureAsync<OpenReviewException>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_of_many_members_that_cannot_be_asked_for_ends_the_run_with_its_reason()
    {
        AddMembers(40);
        _server.Latency = TimeSpan.FromMilliseconds(5);
        _server.FailNext(1, OpenReviewFault.Nonsense, "/notes");
        Assert.StartsWith(
            "OpenReview answered nonsense to GET /notes?content.authorids=~Member", await FailureAsync<OpenReviewException>(), StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, 3, 30);
    }

    [Fact]
    public async Task A_refusal_is_told_without_the_token_that_the_server_sends_back()
    {
        _server.FailNext(1, OpenReviewFault.Forbidden, "/groups");
        Assert.Equal(
            "OpenReview answered 403 (forbidden) to GET /groups?id=X/Reviewers: Bearer ... may not read this", await FailureAsync<WrongInputException>());
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task The_time_that_a_busy_server_names_is_waited_for()
    {
        _server.RetryAfter = TimeSpan.FromSeconds(1);
        _server.FailNext(1, OpenReviewFault.TooManyRequests, "/groups");
        using var run = new DatasetRun();
        var watch = Stopwatch.StartNew();

        await run.RunAsync(Config, _server);

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_busy_server_that_names_a_time_is_asked_for_longer_than_one_that_fails()
    {
        _server.RetryAfter = TimeSpan.FromSeconds(1);
        _server.FailNext(2, OpenReviewFault.TooManyRequests, "/groups");
        using var run = new DatasetRun { Limits = new OpenReviewLimits { Tries = 2, FirstDelay = TimeSpan.FromMilliseconds(1) } };

        await run.RunAsync(Config, _server);

        Assert.Equal(3, _server.Requests.Count(request => request.PathAndQuery.StartsWith("/groups", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_time_that_is_too_long_is_not_waited_for()
    {
        _server.RetryAfter = TimeSpan.FromHours(1);
        _server.FailNext(1, OpenReviewFault.TooManyRequests, "/groups");
        Assert.Equal("OpenReview answered 429 to GET /groups?id=X/Reviewers: Too many requests", await FailureAsync<OpenReviewException>());
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_given_up()
    {
        _server.Latency = TimeSpan.FromMinutes(5);
        var limits = new OpenReviewLimits { Tries = 2, FirstDelay = TimeSpan.FromMilliseconds(1), TryTime = TimeSpan.FromMilliseconds(100) };
        using var run = new DatasetRun { Limits = limits };
        Assert.Equal("OpenReview did not answer GET /groups?id=X/Reviewers in time after 2 tries.", await run.RefusalAsync<OpenReviewException>(Config, _server));
    }

    [Fact]
    public async Task An_answer_beyond_the_limit_is_not_read()
    {
        using var run = new DatasetRun { Limits = new OpenReviewLimits { AnswerBytes = 20 } };
        Assert.Equal(
            "OpenReview's answer to GET /groups?id=X/Reviewers is longer than this node reads.", await run.RefusalAsync<OpenReviewException>(Config, _server));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        for (var i = 2; i <= 7; i++)
        {
            _server.Data.AddSubmission("X/-/Submission", $"s{i}", "T", "A");
        }

        using var run = new DatasetRun { Limits = new OpenReviewLimits { Page = 3 } };
        await run.RunAsync(Config, _server);

        Assert.Equal(7, run.Submissions.Count);
        Assert.Equal(
            ["0", "3", "6"],
            _server.Requests.Where(request => request.PathAndQuery.StartsWith("/notes?invitation", StringComparison.Ordinal))
                .Select(request => request.PathAndQuery.Split("limit=3&offset=")[1]));
    }

    [Fact]
    public async Task Members_are_asked_for_some_at_a_time_and_progress_is_told_once_a_second()
    {
        AddMembers(40);
        _server.Latency = TimeSpan.FromMilliseconds(20);
        using var run = new DatasetRun { Time = new FakeTimeProvider(), Limits = new OpenReviewLimits { Concurrency = 3 } };

        await run.RunAsync(Config, _server);

        Assert.Equal(40, run.Archives.Count);
        Assert.InRange(_server.Busiest, 2, 3);
        Assert.Equal(
            ["publications of 1 of 40 members", "publications of 40 of 40 members"],
            run.Log.Split('\n').Where(line => line.StartsWith("publications", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Bearer " + DatasetRun.Token, "Bearer " + DatasetRun.Token)]
    [InlineData(null, null)]
    public async Task A_token_is_sent_once_as_a_bearer(string? token, string? sent)
    {
        using var run = new DatasetRun { SentToken = token };
        await run.RunAsync(Config, _server);
        Assert.All(_server.Requests, request => Assert.Equal(sent, request.Authorization));
    }

    [Fact]
    public async Task A_token_that_would_forge_a_header_is_not_sent()
    {
        using var run = new DatasetRun { SentToken = DatasetRun.Token + "\r\nX: y" };
        Assert.Contains("token cannot be sent", await run.RefusalAsync<WrongInputException>(Config, _server), StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    private void AddMembers(int count)
    {
        string[] members = [.. Enumerable.Range(0, count).Select(i => $"~Member{i}")];
        _server.Data.AddGroup("X/Reviewers", members);
        foreach (var member in members)
        {
            _server.Data.AddProfile(member);
            _server.Data.AddPublication(member, $"{member}-paper", $"Of {member}", "An abstract");
        }
    }

    private async Task<string> FailureAsync<T>()
        where T : Exception
    {
        using var run = new DatasetRun();
        return await run.RefusalAsync<T>(Config, _server);
    }
}
