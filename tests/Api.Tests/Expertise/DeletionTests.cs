using System.Net;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class DeletionTests(YardCluster cluster, OpenReviewProfiles openReview) : ExpertiseTest(cluster, openReview)
{
    [Fact]
    public async Task A_job_that_has_ended_is_deleted_and_told()
    {
        var token = NewToken();
        var job = Jobs.Add(UserOf(token), StepStatus.Failed, StepStatus.Blocked);
        (job.Error, job.IsDataError) = ("No publications", true);

        var answer = await SendAsync(HttpMethod.Delete, $"/expertise/{job.Id}", token);

        Assert.Equal(
            (
                HttpStatusCode.OK,
                $$$"""{"name":"n","job_id":"{{{job.Id}}}","cdate":1000,"mdate":1500,"status":"Data Error","description":"No publications","model":"bm25","match_group":["G"],"paper_invitation":["I"],"use_email_ids":false,"dataset":{"with_title":false,"with_abstract":false,"bid_as_expertise":false},"model_params":{"use_title":true,"use_abstract":true,"average_score":false,"max_score":true,"sparse_value":400,"skip_specter":false,"specter_batch_size":16,"mfr_batch_size":50,"use_cuda":false,"normalize_scores":true,"compute_paper_paper":false}}"""),
            answer);
        Assert.False(Jobs.All.ContainsKey(job.Id));
        Assert.Equal(
            Newest(HttpStatusCode.NotFound, "NotFoundError", "Job not found"), await SendAsync(HttpMethod.Delete, $"/expertise/{job.Id}", token));
    }

    [Fact]
    public async Task The_seeds_job_is_told_as_its_config()
    {
        var token = NewToken();
        var job = Jobs.Add(UserOf(token), StepStatus.Cancelled, StepStatus.Blocked, """{"name":"n","match_group":"G","model":"own"}""");

        // A superuser deletes all.
        var (_, body) = await SendAsync(HttpMethod.Delete, $"/expertise/{job.Id}", SuperToken);

        Assert.Equal(
            $$"""{"name":"n","job_id":"{{job.Id}}","cdate":1000,"mdate":1500,"status":"Error","description":"Job was cancelled","model":"bm25","match_group":"G"}""",
            body);
    }

    [Fact]
    public async Task A_job_that_has_not_ended_stays()
    {
        var token = NewToken();
        var queued = Jobs.Add(UserOf(token), StepStatus.Queued, StepStatus.Blocked);
        var reset = Jobs.Add(UserOf(token), StepStatus.Completed, StepStatus.Completed);
        reset.RunsAgain = true;

        Assert.Equal(
            Newest(HttpStatusCode.BadRequest, "BadRequestError", "Bad request: cannot delete job in status Queued"),
            await SendAsync(HttpMethod.Delete, $"/expertise/{queued.Id}", token));
        Assert.Equal(
            Newest(HttpStatusCode.BadRequest, "BadRequestError", "Bad request: cannot delete job in status Running Expertise"),
            await SendAsync(HttpMethod.Delete, $"/expertise/{reset.Id}", token));
        Assert.True(Jobs.All.ContainsKey(queued.Id));
    }
}
