using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Yard;

namespace Switchyard.Jobs;

public sealed class JobRoutesTests(YardCluster cluster) : JobsTest(cluster)
{
    private const string Creator = """{"userId":"1","firstName":"Ada","lastName":"Ångström"}""";

    [Fact]
    public async Task A_job_is_shown_as_the_original_shows_it()
    {
        await using var node = await FrontEnd.StartAsync(Cluster, services => services.AddSingleton<TimeProvider>(new ZonedTime(TimeSpan.FromHours(-3))));
        var job = Jobs.Add(NewTarget(), JobStatus.Validating, JobOperation.Add, new JobLogEntry(DateTimeOffset.UnixEpoch, "Set status: \"v\""));

        var shown = await node.Client.GetStringAsync($"/jobs/{job.Id}", Cancelled);

        Assert.Equal(
            $$"""{"jobId":"{{job.Id}}","status":"validating","parameters":{"operation":"ADD","target":"{{job.Parameters.Target}}"},"log":[{"at":"1969-12-31T21:00:00","message":"Set status: \"v\""}],"createdAt":"2026-03-04T02:06:07.089000","createdBy":{{Creator}}}""",
            shown);
    }

    [Fact]
    public async Task An_id_may_begin_with_zeros()
    {
        var job = Jobs.Add(NewTarget());

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"/jobs/00{job.Id}")).Status);
    }

    [Theory]
    [InlineData("999999999")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9223372036854775808")]
    [InlineData("123456789012345678901234567890")]
    public async Task An_unknown_job_is_404(string id)
    {
        Assert.Equal(
            (HttpStatusCode.NotFound, $$"""{"message":"No job found for jobId: {{id}}"}"""), await SendAsync(HttpMethod.Get, $"/jobs/{id}"));
        Assert.Equal(
            (HttpStatusCode.NotFound, $$"""{"message":"Could not find job with id {{id}}"}"""), await SendAsync(HttpMethod.Put, $"/jobs/{id}", "{}"));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.0")]
    [InlineData("-")]
    [InlineData("%C3%A9")]
    public async Task An_id_that_is_no_number_is_400(string id)
    {
        foreach (var (status, body) in new[] { await SendAsync(HttpMethod.Get, $"/jobs/{id}"), await SendAsync(HttpMethod.Put, $"/jobs/{id}", "{}") })
        {
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal(["""["path","job_id"] int_parsing"""], Rules(body));
        }
    }

    [Fact]
    public async Task An_update_is_passed_on_whole()
    {
        var job = Jobs.Add(NewTarget());

        var answer = await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"transforming","description":"d","log":"l"}""");

        Assert.Equal((HttpStatusCode.OK, $$"""{"message":"Updated job with jobId {{job.Id}}"}"""), answer);
        Assert.Contains((job.Id, new JobUpdate(JobStatus.Transforming, "d", "l")), Jobs.Updates);
    }

    [Fact]
    public async Task An_update_may_say_nothing()
    {
        var job = Jobs.Add(NewTarget());

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"log":null}""")).Status);
        Assert.Contains((job.Id, new JobUpdate()), Jobs.Updates);
    }

    [Fact]
    public async Task An_update_is_taken_whatever_its_texts_hold()
    {
        var job = Jobs.Add(NewTarget());

        var (status, _) = await SendAsync(
            HttpMethod.Put,
            $"/jobs/{job.Id}",
            $$"""{"description":"{{new string('d', 9_987)}}\ud83d\ude00\ud83d\ude00{{new string('d', 9_987)}}","log":"\\\udc00\ud83d\ude00\ud83d\u0000{{new string('l', 2_000_000)}}"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var said = Assert.Single(Jobs.Updates, update => update.Id == job.Id).Update;
        Assert.Equal(new string('d', 9_987) + " (shortened)", said.Description);
        Assert.Equal("\\\uFFFD\U0001F600\uFFFD\uFFFDl", said.Log![..7]);
    }

    [Fact]
    public async Task A_job_that_has_ended_takes_no_update()
    {
        var job = Jobs.Add(NewTarget(), JobStatus.Failed);

        Assert.Equal(
            (HttpStatusCode.Conflict, $$"""{"message":"Job with id {{job.Id}} has already been completed"}"""),
            await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"completed"}"""));
    }

    [Fact]
    public async Task A_job_under_a_lease_takes_no_update_of_the_originals()
    {
        var job = Jobs.Add(NewTarget());
        Jobs.All[job.Id] = job with { LeaseExpiresAt = YardJobs.Created };

        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", "{}")).Status);
    }

    [Fact]
    public async Task An_end_whose_answer_was_lost_is_told_after_all()
    {
        var job = Jobs.Add(NewTarget());
        Jobs.LostAnswers[job.Id] = new([new SiloUnavailableException("gone")]);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"completed"}""")).Status);
    }

    [Theory]
    [InlineData("""{"status":"validating"}""")]
    [InlineData("""{"log":"l"}""")]
    [InlineData("""{"status":"failed","log":"l"}""")]
    public async Task A_report_whose_answer_was_lost_is_made_once(string report)
    {
        var job = Jobs.Add(NewTarget());
        Jobs.LostAnswers[job.Id] = new([new SiloUnavailableException("gone")]);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", report)).Status);
        Assert.Single(Jobs.Updates, update => update.Id == job.Id);
    }

    [Theory]
    [InlineData("Cancelled: by an operator", HttpStatusCode.Conflict)]
    [InlineData("Set status: failed", HttpStatusCode.OK)]
    public async Task Only_an_end_by_the_same_report_is_taken_for_its_own(string line, HttpStatusCode status)
    {
        var job = Jobs.Add(NewTarget());
        Jobs.Meanwhile[job.Id] = was => was with { Status = JobStatus.Failed, Log = [new JobLogEntry(YardJobs.Created, line)] };

        Assert.Equal(status, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"failed"}""")).Status);
    }

    [Fact]
    public async Task A_report_is_known_though_its_log_was_shortened()
    {
        var (job, head, tail) = (Jobs.Add(NewTarget()), new string('h', 2000), new string('t', 2000));
        Jobs.Meanwhile[job.Id] = was => was with
        {
            Status = JobStatus.Failed,
            Log = [new JobLogEntry(YardJobs.Created, "Set status: failed"), new JobLogEntry(YardJobs.Created, $"{head} and so on {tail}")],
        };

        var (status, _) = await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", $$"""{"status":"failed","log":"{{head}}{{new string('m', 90_000)}}{{tail}}"}""");

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task An_end_that_another_made_meanwhile_is_a_conflict()
    {
        var job = Jobs.Add(NewTarget());
        Jobs.LostAnswers[job.Id] = new([new SiloUnavailableException("gone")]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"failed"}""")).Status);

        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"completed"}""")).Status);
    }
}
