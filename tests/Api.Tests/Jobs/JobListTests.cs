using System.Net;
using System.Text.Json;
using Switchyard.Jobs.Wire;
using Switchyard.Yard;

namespace Switchyard.Jobs;

public sealed class JobListTests(YardCluster cluster, ManyJobs many) : JobsTest(cluster), IClassFixture<ManyJobs>
{
    [Fact]
    public async Task A_list_has_the_jobs_of_its_conditions()
    {
        var job = await Jobs.AddAsync(NewTarget(), JobStatus.Decrypting);

        using var answer = await Client.GetAsync("/jobs?status=decrypting", Cancelled);

        Assert.Contains($"\"jobId\":\"{job.Id}\"", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.NotNull(answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("?status=built&operation=ADD,SET_STATUS&ignoreCompleted=true", JobStatus.Built, true, JobOperation.Add, JobOperation.SetStatus)]
    [InlineData("?status=&operation=DELETE_ARCHIVE", null, false, JobOperation.DeleteArchive)]
    [InlineData("?status=pseudonymizing&ignoreCompleted=on", JobStatus.Pseudonymizing, true)]
    [InlineData("?operation=ADD&status=importing&other=1", JobStatus.Importing, false, JobOperation.Add)]
    public async Task Conditions_are_passed_on(string query, JobStatus? status, bool ignores, params JobOperation[] operations)
    {
        using var lists = Lists(filter => filter.Status == status);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"/jobs{query}")).Status);

        Assert.Contains(
            lists.Calls.Select(call => call.Argument<JobFilter>(0)),
            filter => filter.Status == status && filter.IgnoreCompleted == ignores && filter.Operations.SequenceEqual(operations));
    }

    [Theory]
    [InlineData("?status=queued&status=enriching", JobStatus.Enriching, false)]
    [InlineData("?ignoreCompleted=x&status=converting&ignoreCompleted=true&status=x&status=converting", JobStatus.Converting, true)]
    [InlineData("?operation=ADD&status=partitioning&operation=x&operation=REMOVE,CHANGE", JobStatus.Partitioning, false, JobOperation.Remove, JobOperation.Change)]
    public async Task Of_a_repeated_condition_the_last_counts(string query, JobStatus status, bool ignores, params JobOperation[] operations)
    {
        using var lists = Lists(filter => filter.Status == status);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"/jobs{query}")).Status);

        Assert.Contains(
            lists.Calls.Select(call => call.Argument<JobFilter>(0)),
            filter => filter.IgnoreCompleted == ignores && filter.Operations.SequenceEqual(operations));
    }

    [Theory]
    [InlineData("?status=x&status=", null)]
    [InlineData("?status=queued&status=Queued", """["query","status"] enum""")]
    public async Task Also_when_it_is_empty_or_wrong(string query, string? rule)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, $"/jobs{query}&operation=DELETE_DRAFT");

        Assert.Equal(rule is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        Assert.Equal(rule is null ? [] : [rule], rule is null ? [] : Rules(body));
    }

    [Theory]
    [InlineData("?status=Queued", """["query","status"] enum""")]
    [InlineData("?operation=", """["query","operation"] enum""")]
    [InlineData("?operation=ADD,add,", """["query","operation"] enum""", """["query","operation"] enum""")]
    [InlineData("?ignoreCompleted=2", """["query","ignoreCompleted"] bool_parsing""")]
    [InlineData("?ignoreCompleted=", """["query","ignoreCompleted"] bool_parsing""")]
    [InlineData("?status=x&ignoreCompleted=x", """["query","status"] enum""", """["query","ignoreCompleted"] bool_parsing""")]
    public async Task Wrong_conditions_are_refused(string query, params string[] rules)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, $"/jobs{query}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(rules, Rules(body));
    }

    [Fact]
    public async Task A_long_list_comes_whole_and_in_order()
    {
        using var document = JsonDocument.Parse(await Client.GetStringAsync($"/jobs?operation={ManyJobs.Operation}", Cancelled));

        Assert.Equal(many.Ids, document.RootElement.EnumerateArray().Select(job => job.GetProperty("jobId").GetString()));
    }

    [Fact]
    public async Task A_list_that_breaks_in_the_middle_does_not_look_whole()
    {
        using var breaks = Yard.Faults.On<IJobQueriesGrain>(
            nameof(IJobQueriesGrain.ListAsync),
            call => call.Argument<JobFilter>(0) is { IgnoreCompleted: true, Operations: [JobOperation.RollbackRemove] },
            call => call.Argument<long>(1) > 0 ? throw new InvalidOperationException("secret detail") : call.InvokeAsync());

        using var answer = await Client.GetAsync(
            $"/jobs?operation={ManyJobs.Operation}&ignoreCompleted=true", HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task A_list_is_read_no_further_when_its_reader_has_left()
    {
        // The first page again and again.
        using var endless = Yard.Faults.On<IJobQueriesGrain>(
            nameof(IJobQueriesGrain.ListAsync),
            call => call.Argument<JobFilter>(0) is { Status: JobStatus.Queued, Operations: [JobOperation.RollbackRemove] },
            async call =>
            {
                call.SetArgument(1, 0L);
                await call.InvokeAsync();
                call.Answer = ((JobPage)call.Answer!) with { Next = call.Argument<long>(1) + 1 };
            });
        await using var frontEnd = await FrontEnd.StartAsync(Yard, services: null, Settings);
        using (var answer = await frontEnd.Client.GetAsync(
            $"/jobs?operation={ManyJobs.Operation}&status=queued", HttpCompletionOption.ResponseHeadersRead, Cancelled))
        {
            await using var body = await answer.Content.ReadAsStreamAsync(Cancelled);
            await body.ReadExactlyAsync(new byte[1_000_000], Cancelled);
        }

        // When the front end is gone, so is everything it had begun: it waits for its requests.
        await frontEnd.App.StopAsync(Cancelled);
        Assert.InRange(endless.Calls.Count, 1, 1000);
    }

    [Theory]
    [InlineData("SIMPLE", "SIMPLE")]
    [InlineData("with%20space", "with space")]
    [InlineData("with%2Fslash", "with/slash")]
    [InlineData("with%2fslash%20and%C3%A6", "with/slash andæ")]
    [InlineData("with%252Fescape", "with%2Fescape")]
    [InlineData("with%2Fboth%252F", "with/both%2F")]
    public async Task A_targets_name_is_decoded_once(string path, string name)
    {
        using var lists = Lists(filter => filter.Target == name);

        Assert.Equal((HttpStatusCode.OK, "[]"), await SendAsync(HttpMethod.Get, $"/targets/{path}/jobs"));

        Assert.NotEmpty(lists.Calls);
    }

    [Fact]
    public async Task Targets_are_shown_as_the_original_shows_them()
    {
        var name = NewTarget();
        var parameters = new JobParameters(JobOperation.SetStatus, name, ReleaseStatus: ReleaseStatus.Draft);
        var admitted = await Yard.Grains.GetTarget(name).AdmitAsync(new Admission(parameters, new JobUser("1", "A", "B"), "token of " + name));
        await Jobs[admitted.JobId!.Value].UpdateAsync(new JobUpdate(JobStatus.Completed));
        var target = await Yard.Grains.GetTarget(name).GetAsync();

        var (status, body) = await SendAsync(HttpMethod.Get, "/targets");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(
            $$$"""{"name":"{{{name}}}","lastUpdatedAt":"{{{LocalTime.Format(target!.LastUpdatedAt, TimeZoneInfo.Local)}}}","status":"completed","lastUpdatedBy":{"userId":"1","firstName":"A","lastName":"B"},"action":["SET_STATUS","DRAFT"]}""",
            body,
            StringComparison.Ordinal);
    }

    private CallFault Lists(Predicate<JobFilter> which) =>
        Yard.Faults.Watch<IJobQueriesGrain>(nameof(IJobQueriesGrain.ListAsync), call => which(call.Argument<JobFilter>(0)));
}
