using System.Net;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class DeletionTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    [Fact]
    public async Task A_job_that_has_ended_is_deleted_and_told()
    {
        var token = NewToken();
        var job = await Jobs.AddAsync(UserOf(token), StepStatus.Failed, StepStatus.Blocked, isDataError: true, error: "No publications");
        var (made, changed) = await TimesAsync(job);

        var answer = await SendAsync(HttpMethod.Delete, $"/expertise/{job.Id}", token);

        Assert.Equal(
            (
                HttpStatusCode.OK,
                $$$"""{"name":"n","job_id":"{{{job.Id}}}","cdate":{{{made}}},"mdate":{{{changed}}},"status":"Data Error","description":"No publications","model":"bm25","match_group":["G"],"paper_invitation":["I"],"use_email_ids":false,"dataset":{"with_title":false,"with_abstract":false,"bid_as_expertise":false},"model_params":{"use_title":true,"use_abstract":true,"average_score":false,"max_score":true,"sparse_value":400,"skip_specter":false,"specter_batch_size":16,"mfr_batch_size":50,"use_cuda":false,"normalize_scores":true,"compute_paper_paper":false}}"""),
            answer);
        Assert.False(await job.IsThereAsync());
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", "Job not found"), await SendAsync(HttpMethod.Delete, $"/expertise/{job.Id}", token));
    }

    [Fact]
    public async Task The_seeds_job_is_told_as_its_config()
    {
        var token = NewToken();
        var job = await Jobs.AddAsync(UserOf(token), StepStatus.Cancelled, StepStatus.Blocked, """{"name":"n","match_group":"G","model":"own"}""");
        var (made, changed) = await TimesAsync(job);

        // A superuser deletes all.
        var (_, body) = await SendAsync(HttpMethod.Delete, $"/expertise/{job.Id}", SuperToken);

        Assert.Equal(
            $$"""{"name":"n","job_id":"{{job.Id}}","cdate":{{made}},"mdate":{{changed}},"status":"Error","description":"Job was cancelled","model":"bm25","match_group":"G"}""",
            body);
    }

    [Fact]
    public async Task A_job_that_has_not_ended_stays()
    {
        var token = NewToken();
        var queued = await Jobs.AddAsync(UserOf(token), StepStatus.Queued, StepStatus.Blocked);
        var reset = await Jobs.AddAsync(UserOf(token), StepStatus.Completed, StepStatus.Completed);
        // Somebody resets it between the look and the deletion, and it runs again.
        using var runsAgain = Yard.Faults.OnTheWay<IExpertiseJobGrain>(
            nameof(IExpertiseJobGrain.DeleteAsync),
            call => call.Id == reset.Id,
            async call =>
            {
                Assert.Equal(ActOutcome.Accepted, await reset.Grain.ResetAsync());
                await YardSource.StartAsync(reset.Grain);
                await call.InvokeAsync();
            });

        Assert.Equal(
            Newest(HttpStatusCode.BadRequest, "BadRequestError", "Bad request: cannot delete job in status Queued"),
            await SendAsync(HttpMethod.Delete, $"/expertise/{queued.Id}", token));
        Assert.Equal(
            Newest(HttpStatusCode.BadRequest, "BadRequestError", "Bad request: cannot delete job in status Running Expertise"),
            await SendAsync(HttpMethod.Delete, $"/expertise/{reset.Id}", token));
        Assert.True(await queued.IsThereAsync());
    }

    private static async Task<(long Made, long Changed)> TimesAsync(YardExpertiseJob job)
    {
        var view = await job.LookAsync();
        return (view.Item.CreatedAt.ToUnixTimeMilliseconds(), view.ChangedAt.ToUnixTimeMilliseconds());
    }
}
