using System.Net;
using System.Text.Json;
using Switchyard.Jobs.Wire;
using Switchyard.Yard;

namespace Switchyard.Jobs;

public sealed class JobListTests(YardCluster cluster) : JobsTest(cluster)
{
    [Fact]
    public async Task A_list_has_the_jobs_of_its_conditions()
    {
        var job = Jobs.Add(NewTarget(), JobStatus.Decrypting);

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
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"/jobs{query}")).Status);

        Assert.Contains(
            Jobs.Filters, filter => filter.Status == status && filter.IgnoreCompleted == ignores && filter.Operations.SequenceEqual(operations));
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
        using var document = JsonDocument.Parse(await Client.GetStringAsync($"/targets/{YardJobs.ThreePages}/jobs", Cancelled));

        Assert.Equal(
            Enumerable.Range(1, 1500).Select(id => $"{id}"), document.RootElement.EnumerateArray().Select(job => job.GetProperty("jobId").GetString()));
    }

    [Fact]
    public async Task A_list_that_breaks_in_the_middle_does_not_look_whole()
    {
        using var answer = await Client.GetAsync($"/targets/{YardJobs.Breaking}/jobs", HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task A_list_is_read_no_further_when_its_reader_has_left()
    {
        await using var frontEnd = await FrontEnd.StartAsync(Cluster, services: null, Settings);
        using (var answer = await frontEnd.Client.GetAsync($"/targets/{YardJobs.Endless}/jobs", HttpCompletionOption.ResponseHeadersRead, Cancelled))
        {
            await using var body = await answer.Content.ReadAsStreamAsync(Cancelled);
            await body.ReadExactlyAsync(new byte[1_000_000], Cancelled);
        }

        // When the front end is gone, so is everything it had begun: it waits for its requests.
        await frontEnd.App.StopAsync(Cancelled);
        Assert.InRange(Jobs.EndlessPages, 1, 1000);
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
        Assert.Equal((HttpStatusCode.OK, "[]"), await SendAsync(HttpMethod.Get, $"/targets/{path}/jobs"));

        Assert.Contains(Jobs.Filters, filter => filter.Target == name);
    }

    [Fact]
    public async Task Targets_are_shown_as_the_original_shows_them()
    {
        var name = NewTarget();
        Jobs.Targets[name] = new TargetView(name, YardJobs.Created, JobStatus.Completed, new JobUser("1", "A", "B"), ["SET_STATUS", "DRAFT"]);

        var (status, body) = await SendAsync(HttpMethod.Get, "/targets");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(
            $$$"""{"name":"{{{name}}}","lastUpdatedAt":"{{{LocalTime.Format(YardJobs.Created, TimeZoneInfo.Local)}}}","status":"completed","lastUpdatedBy":{"userId":"1","firstName":"A","lastName":"B"},"action":["SET_STATUS","DRAFT"]}""",
            body,
            StringComparison.Ordinal);
    }
}
