using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Jobs.Wire;
using Switchyard.Yard;

namespace Switchyard.Jobs;

public sealed class JobRoutesTests(YardCluster cluster) : JobsTest(cluster)
{
    private const string CancelledLine = "Cancelled: by an operator";
    private const string Creator = """{"userId":"1","firstName":"Ada","lastName":"Ångström"}""";

    [Fact]
    public async Task A_job_is_shown_as_the_original_shows_it()
    {
        var there = new ZonedTime(TimeSpan.FromHours(-3));
        await using var node = await FrontEnd.StartAsync(Yard, services => services.AddSingleton<TimeProvider>(there));
        var job = await Jobs.AddAsync(NewTarget(), JobStatus.Validating, log: "Read \"v\"");
        var (made, said) = (At(job.CreatedAt), At(job.Log[0].At));

        var shown = await node.Client.GetStringAsync($"/jobs/{job.Id}", Cancelled);

        Assert.Equal(
            $$"""{"jobId":"{{job.Id}}","status":"validating","parameters":{"operation":"ADD","target":"{{job.Parameters.Target}}"},"log":[{"at":"{{said}}","message":"Set status: validating"},{"at":"{{said}}","message":"Read \"v\""}],"createdAt":"{{made}}","createdBy":{{Creator}}}""",
            shown);

        string At(DateTimeOffset at) => LocalTime.Format(at, there.LocalTimeZone);
    }

    [Fact]
    public async Task An_id_may_begin_with_zeros()
    {
        var job = await Jobs.AddAsync(NewTarget());

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
        var job = await Jobs.AddAsync(NewTarget());
        using var updates = Updates(job);

        var answer = await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"transforming","description":"d","log":"l"}""");

        Assert.Equal((HttpStatusCode.OK, $$"""{"message":"Updated job with jobId {{job.Id}}"}"""), answer);
        Assert.Equal(new JobUpdate(JobStatus.Transforming, "d", "l"), Said(updates));
        Assert.Equal((JobStatus.Transforming, "l"), (await Jobs.GetAsync(job.Id)) is var kept ? (kept.Status, kept.Log[^1].Message) : default);
    }

    [Fact]
    public async Task An_update_may_say_nothing()
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var updates = Updates(job);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"log":null}""")).Status);
        Assert.Equal(new JobUpdate(), Said(updates));
    }

    [Fact]
    public async Task An_update_is_taken_whatever_its_texts_hold()
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var updates = Updates(job);

        var (status, _) = await SendAsync(
            HttpMethod.Put,
            $"/jobs/{job.Id}",
            $$"""{"description":"{{new string('d', 9_987)}}\ud83d\ude00\ud83d\ude00{{new string('d', 9_987)}}","log":"\\\udc00\ud83d\ude00\ud83d\u0000{{new string('l', 2_000_000)}}"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        var said = Said(updates);
        Assert.Equal(new string('d', 9_987) + " (shortened)", said.Description);
        Assert.Equal("\\\uFFFD\U0001F600\uFFFD\uFFFDl", said.Log![..7]);
    }

    [Fact]
    public async Task A_line_of_256_KiB_stays_whole()
    {
        var (job, line) = (await Jobs.AddAsync(NewTarget()), "begin" + new string('l', (256 * 1024) - 8) + "end");

        foreach (var log in (string[])[line, line, "short"])
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", $$"""{"log":"{{log}}"}""")).Status);
        }

        Assert.Equal([line, line, "short"], (await Jobs.GetAsync(job.Id)).Log.Select(entry => entry.Message));
    }

    [Fact]
    public async Task A_job_that_has_ended_takes_no_update()
    {
        var job = await Jobs.AddAsync(NewTarget(), JobStatus.Failed);

        Assert.Equal(
            (HttpStatusCode.Conflict, $$"""{"message":"Job with id {{job.Id}} has already been completed"}"""),
            await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"completed"}"""));
    }

    [Fact]
    public async Task A_job_under_a_lease_takes_no_update_of_the_originals()
    {
        var job = await Jobs.LeaseAsync(NewTarget(), "w", 1);

        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", "{}")).Status);
    }

    [Fact]
    public async Task An_end_whose_answer_was_lost_is_told_after_all()
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var lost = LoseAnswer(job);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"completed"}""")).Status);
    }

    [Theory]
    [InlineData("""{"status":"validating"}""")]
    [InlineData("""{"log":"l"}""")]
    [InlineData("""{"status":"failed","log":"l"}""")]
    public async Task A_report_whose_answer_was_lost_is_made_once(string report)
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var lost = LoseAnswer(job);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", report)).Status);
        Assert.Single((await Jobs.GetAsync(job.Id)).Log, entry => entry.Message is "l" or "Set status: validating");
    }

    [Theory]
    [InlineData(CancelledLine, HttpStatusCode.Conflict)]
    [InlineData("Set status: failed", HttpStatusCode.OK)]
    public async Task Only_an_end_by_the_same_report_is_taken_for_its_own(string line, HttpStatusCode status)
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var lost = LoseUpdate(job, async () =>
        {
            await (line == CancelledLine ? (Task)Jobs[job.Id].CancelAsync("by an operator") : Jobs[job.Id].UpdateAsync(new JobUpdate(JobStatus.Failed)));
            Assert.Equal(line, (await Jobs.GetAsync(job.Id)).Log[^1].Message);
        });

        Assert.Equal(status, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"failed"}""")).Status);
    }

    [Fact]
    public async Task A_report_is_known_though_its_log_was_shortened()
    {
        var (job, log) = (await Jobs.AddAsync(NewTarget()), new string('h', 2000) + new string('m', 2_000_000) + new string('t', 2000));
        using var lost = LoseAnswer(job);

        var (status, _) = await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", $$"""{"status":"failed","log":"{{log}}"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Single(lost.Calls);
        Assert.InRange((await Jobs.GetAsync(job.Id)).Log[^1].Message.Length, 4000, log.Length - 1);
    }

    [Fact]
    public async Task An_end_that_another_made_meanwhile_is_a_conflict()
    {
        var job = await Jobs.AddAsync(NewTarget());
        using var lost = LoseAnswer(job);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"failed"}""")).Status);

        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Put, $"/jobs/{job.Id}", """{"status":"completed"}""")).Status);
    }

    private static JobUpdate Said(CallFault updates) => Assert.Single(updates.Calls).Argument<JobUpdate>(0);

    private CallFault Updates(JobView job) => Yard.Faults.Watch<IJobGrain>(nameof(IJobGrain.UpdateAsync), call => call.Id == job.Id);

    private CallFault LoseAnswer(JobView job) => Yard.Faults.Lose<IJobGrain>(
        nameof(IJobGrain.UpdateAsync), call => call.Id == job.Id, new SiloUnavailableException("gone"));

    /// <summary>The first update is lost with its silo, and something else happens to the job.</summary>
    private CallFault LoseUpdate(JobView job, Func<Task> meanwhile)
    {
        var isLost = 0;
        return Yard.Faults.OnTheWay<IJobGrain>(
            nameof(IJobGrain.UpdateAsync),
            call => call.Id == job.Id,
            async call =>
            {
                if (Interlocked.Exchange(ref isLost, 1) == 1)
                {
                    await call.InvokeAsync();
                    return;
                }

                await meanwhile();
                throw new SiloUnavailableException("gone");
            });
    }
}
