using Switchyard.Blobs;
using Switchyard.Expertise.Identity;

namespace Switchyard.Expertise.Submission;

/// <summary>Makes jobs of requests that were judged.</summary>
internal sealed class ExpertiseIntake(IGrainFactory grains, IBlobStore blobs, ScoringModels models, ExpertiseOptions options)
{
    /// <returns>The job's id.</returns>
    /// <exception cref="ExpertiseRefusedException">It cannot be done here, or is being done.</exception>
    public async Task<long> SubmitAsync(JobRequest request, Caller caller, ExpertiseStyle style, CancellationToken cancellationToken)
    {
        var config = request.Config;
        await models.RequireAsync(config.Model, style, cancellationToken);
        if (config.NeedsOpenReview && options.OpenReviewBaseUrl is null)
        {
            throw style.BadRequest(
                "the job needs OpenReview, and this node knows none: Expertise:OpenReviewBaseUrl is not set. "
                + "Send the data along (csv_expertise and csv_submissions), or have it set");
        }

        var shown = ShownRequest.Write(request.Shown, style);
        await using var files = new JobFiles(blobs);
        foreach (var (name, lines) in request.Files)
        {
            await files.WriteAsync(name, lines, cancellationToken);
        }

        // From here on there may be a job, whatever becomes of the answer.
        files.Keep();
        var submitted = await grains.GetExpertiseJobs().SubmitAsync(new ExpertiseSubmission
        {
            Owner = caller.User,
            Name = config.Name,
            Config = config.Serialize(),
            Model = config.Model,
            Request = shown,
            Files = files.Written,
            Token = config.NeedsOpenReview ? caller.Token : null,
            Timeout = request.Timeout,
            DuplicateKey = request.DuplicateKey,
        });
        return submitted.Id ?? throw await RefuseAsync(submitted.Refusal, files);
    }

    private async Task<ExpertiseRefusedException> RefuseAsync(ExpertiseRefusal refusal, JobFiles files)
    {
        foreach (var file in files.Written.Values)
        {
            await blobs.DeleteAsync(file.Blob, CancellationToken.None);
        }

        return refusal == ExpertiseRefusal.Duplicate
            ? new(StatusCodes.Status409Conflict, "Request already in queue")
            : new(
                StatusCodes.Status503ServiceUnavailable,
                $"No compute source may run the job's steps: it needs the services '{ExpertiseNames.DatasetService}' and that of its model");
    }
}
