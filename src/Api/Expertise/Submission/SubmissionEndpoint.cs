using System.Globalization;
using System.Text.Json;
using Switchyard.Auth;
using Switchyard.Expertise.Identity;
using Switchyard.Hosting;

namespace Switchyard.Expertise.Submission;

/// <summary>Both originals' <c>POST /expertise</c>: a body with a <c>config</c> is the seed's.</summary>
internal static class SubmissionEndpoint
{
    public static void MapSubmission(this IEndpointRouteBuilder door) => door.MapPost("/expertise", SubmitAsync)
        .Needs(Access.Submit)
        .WithMetadata(RequestSizeLimit.Own)
        .WithSummary("Make a job: a dataset is built, then scored")
        .WithDescription(
            "The header Authorization has the caller's token of OpenReview, with or without \"Bearer \". A body {\"config\": {...}} is the "
            + "seed's API and answered {\"user_id\", \"job_id\"}; its errors are {\"error\"}.")
        .TakesBody<NewestRequestJson>("""{"name": "conference", "entityA": {"type": "Group", "memberOf": "ABC.cc/2026/Conference/Reviewers"}, "entityB": {"type": "Note", "invitation": "ABC.cc/2026/Conference/-/Submission"}, "model": {"name": "bm25"}}""")
        .Produces<NewestJobJson>()
        .Produces<NewestErrorJson>(StatusCodes.Status400BadRequest)
        .Produces<NewestErrorJson>(StatusCodes.Status403Forbidden)
        .Produces<NewestErrorJson>(StatusCodes.Status409Conflict)
        .Produces<NewestErrorJson>(StatusCodes.Status413PayloadTooLarge)
        .Produces<NewestErrorJson>(StatusCodes.Status415UnsupportedMediaType)
        .Produces<NewestErrorJson>(StatusCodes.Status502BadGateway)
        .Produces<NewestErrorJson>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> SubmitAsync(
        HttpContext context, Callers callers, ScoringModels models, ExpertiseIntake intake, ExpertiseOptions options, CancellationToken cancellationToken)
    {
        var (caller, unknown) = await TryIdentifyAsync(context, callers, cancellationToken);
        // Only the body tells how to refuse; of somebody unknown not much is read.
        var most = caller is null ? Math.Min(RequestSizeLimit.Default, options.MaxRequestBytes) : options.MaxRequestBytes;
        JsonDocument body;
        try
        {
            body = await SubmittedBody.ReadAsync(context.Request, most, cancellationToken);
        }
        catch (ExpertiseRefusedException) when (unknown is not null)
        {
            throw unknown.In(NewestStyle.Instance);
        }

        using (body)
        {
            var isSeeds = body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("config", out _);
            var style = isSeeds ? SeedStyle.Instance : (ExpertiseStyle)NewestStyle.Instance;
            context.Features.Set<DoorStyle>(style);
            if (caller is null)
            {
                throw unknown!.In(style);
            }

            var request = await ReadAsync(body.RootElement, isSeeds, caller, models, cancellationToken);
            var id = (await intake.SubmitAsync(request, caller, style, cancellationToken)).ToString(CultureInfo.InvariantCulture);
            return isSeeds
                ? ExpertiseAnswer.Of(new SeedJobJson(caller.User, id), ExpertiseJson.Relaxed.SeedJobJson)
                : ExpertiseAnswer.Of(new NewestJobJson(id), ExpertiseJson.Relaxed.NewestJobJson);
        }
    }

    private static async Task<(Caller? Caller, CallerUnknownException? Unknown)> TryIdentifyAsync(
        HttpContext context, Callers callers, CancellationToken cancellationToken)
    {
        try
        {
            return (await callers.IdentifyAsync(context, cancellationToken), null);
        }
        catch (CallerUnknownException unknown)
        {
            return (null, unknown);
        }
    }

    private static async Task<JobRequest> ReadAsync(
        JsonElement body, bool isSeeds, Caller caller, ScoringModels models, CancellationToken cancellationToken)
    {
        if (isSeeds)
        {
            var seed = SeedRequest.Read(body);
            return seed.With(seed.Model ?? await models.DefaultAsync(cancellationToken));
        }

        var newest = NewestRequest.Read(body, caller.IsSuperuser);
        return newest.With(newest.Model ?? await models.DefaultAsync(cancellationToken), caller.User);
    }
}
