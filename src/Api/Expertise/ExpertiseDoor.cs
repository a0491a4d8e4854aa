using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Switchyard.Auth;
using Switchyard.Compute;
using Switchyard.Configuration;
using Switchyard.Doors;
using Switchyard.Expertise.Identity;
using Switchyard.Expertise.Pages;
using Switchyard.Expertise.Scores;
using Switchyard.Expertise.Status;
using Switchyard.Expertise.Submission;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;

namespace Switchyard.Expertise;

/// <summary>The Expertise door: affinity scores of people and papers, on the routes of the seed's service and of its newest one.</summary>
internal sealed class ExpertiseDoor : FrontDoor<ExpertiseOptions>
{
    public override string Name => "Expertise";

    public override ConsolePart ConsolePart => ExpertiseConsole.Part;

    public override DoorStyle Style => NewestStyle.Instance;

    public override IReadOnlyList<string> Services =>
        [ExpertiseNames.DatasetService, ExpertiseNames.Bm25Service, ExpertiseNames.SparseService];

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        var gate = new CallerGate(routes.ServiceProvider.GetRequiredService<ExpertiseOptions>());
        var newest = routes.MapGroup("")
            .WithMetadata(new DoorRoute(Name), NewestStyle.Instance, gate)
            .Needs(Access.ReadItems)
            .AddEndpointFilter<RefusalFilter>();
        MapProbes(newest);
        newest.MapSubmission();
        newest.MapStatus();
        newest.MapResults();

        var seed = routes.MapGroup("").WithMetadata(SeedStyle.Instance, gate).Needs(Access.ReadItems).AddEndpointFilter<RefusalFilter>();
        seed.MapGet("/expertise/jobs", SeedEndpoints.ListAsync)
            .WithSummary("The seed's list of the caller's jobs, by step (GET /jobs on the door's own port)")
            .Produces<SeedJobsJson>()
            .Produces<SeedErrorJson>(StatusCodes.Status400BadRequest);
        if (routes.ServiceProvider.GetRequiredService<ListenUrls>().Doors.Any(door => door.Door == Name))
        {
            // On the main port the first of these paths is another door's, and a description has a path only once.
            var own = seed.MapGroup("").WithMetadata(new DoorRoute(Name, OwnPortAlone: true)).ExcludeFromDescription();
            own.MapGet("/jobs", SeedEndpoints.ListAsync).WithSummary("The caller's jobs, by step");
            own.MapGet("/results", SeedEndpoints.ResultsAsync).WithSummary("A job's scores");
        }
    }

    protected override ExpertiseOptions Read(IConfiguration configuration, ServicesOptions services) =>
        ExpertiseSection.Read(configuration, services);

    protected override void Add(IServiceCollection services, ExpertiseOptions options)
    {
        services.AddSingleton(new DoorKind(ExpertiseNames.Kind));
        services.AddSingleton(new DoorQueue(ExpertiseNames.DatasetQueue));
        services.AddSingleton(new DoorQueue(ExpertiseNames.ScoringQueue));
        services.AddSingleton(new SourceRunKind(ExpertiseNames.Kind));
        services.AddSingleton(new ActingQuery("deleteOnGet"));
        services.AddSingleton(new ActingQuery("delete_on_get"));
        services.AddSingleton(new TagWords(Name, "The routes of OpenReview's expertise service."));
        services.AddSingleton(new ItemRoutes(ExpertiseNames.Kind, item => $"/expertise/status?jobId={item.Id}")
        {
            Result = item => $"/expertise/results?jobId={item.Id}",
            Page = item => $"/console/expertise/{item.Id}",
        });
        services.AddSingleton<OpenReviewUsers>();
        services.AddSingleton<Callers>();
        services.AddSingleton<ScoringModels>();
        services.AddSingleton<ExpertiseIntake>();
        services.AddSingleton<ExpertiseJobs>();
        services.AddSingleton<JobScores>();
        services.AddHttpClient(OpenReviewUsers.Client, client =>
            {
                client.Timeout = OpenReviewUsers.Patience;
                client.MaxResponseContentBufferSize = OpenReviewUsers.MaxLength;
            })
            // A token goes nowhere but where it is said to.
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            .RemoveAllLoggers()
            .AddResilienceHandler(OpenReviewUsers.Client, (pipeline, context) => pipeline
                .AddRetry(new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = int.MaxValue,
                    Delay = TimeSpan.FromMilliseconds(200),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = attempt => ValueTask.FromResult(
                        OpenReviewUsers.MayPass(attempt.Outcome, attempt.AttemptNumber, context.ServiceProvider.GetRequiredService<TimeProvider>())),
                })
                .AddTimeout(TimeSpan.FromSeconds(3)));
    }

    private static void MapProbes(IEndpointRouteBuilder door)
    {
        door.MapGet("/expertise/test", () => TypedResults.Text("OpenReview Expertise (test)", "text/html"))
            .Needs(Access.Any)
            .WithSummary("Whether the door is there");
        door.MapGet("/startup", Startup)
            .Needs(Access.Any)
            .WithSummary("Whether jobs are taken")
            .Produces<ProbeJson>()
            .Produces<ProbeJson>(StatusCodes.Status503ServiceUnavailable);
        door.MapGet("/health", () => ExpertiseAnswer.Of(new ProbeJson("Healthy instance"), ExpertiseJson.Relaxed.ProbeJson))
            .WithMetadata(OpenToAll.Mark)
            .WithSummary("Whether the process lives, in the words of the newest API")
            .Produces<ProbeJson>();
    }

    private static JsonHttpResult<ProbeJson> Startup(IServiceProvider services) => HealthEndpoints.WhyNotReady(services) is null
        ? ExpertiseAnswer.Of(new ProbeJson("Available for predictions"), ExpertiseJson.Relaxed.ProbeJson)
        : ExpertiseAnswer.Of(
            new ProbeJson("Service unavailable: Artifact loading in progress"),
            ExpertiseJson.Relaxed.ProbeJson,
            (int)HttpStatusCode.ServiceUnavailable);
}
