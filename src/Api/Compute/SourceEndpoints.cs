using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Compute;

/// <summary>Compute sources: what they have to do, and what people tell them.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder api)
    {
        var sources = api.MapGroup("/sources").WithTags("Compute").Needs(Access.Read);
        sources.MapGet("", ListAsync).WithSummary("All compute sources, in configured order")
            .WithWords(("name", "The source's name, or name@node where several nodes have one."));
        Map("drain", SourceAct.Drain, "Start nothing more; what waits moves to sources that may run it");
        Map("pause", SourceAct.Pause, "Start nothing more; what waits stays");
        Map("resume", SourceAct.Resume, "Start again");

        void Map(string word, SourceAct act, string summary) => sources
            .MapPost($"/{{name}}/{word}", (string name, HttpContext context, IGrainFactory grains) => ActAsync(name, act, context, grains))
            .Needs(Access.Operate)
            .WithSummary(summary);
    }

    private static async Task<Ok<IReadOnlyList<SourceView>>> ListAsync(IGrainFactory grains) =>
        TypedResults.Ok(await grains.GetScheduler().GetSourcesAsync());

    private static async Task<Results<Ok<SourceView>, ProblemHttpResult>> ActAsync(
        string name, SourceAct act, HttpContext context, IGrainFactory grains) =>
        await grains.GetScheduler().ActAsync(name, act, Operator.Of(context)) is { } source
            ? TypedResults.Ok(source)
            : Problem.Of(
                StatusCodes.Status404NotFound,
                "unknown-source",
                $"There is no compute source '{name}', or several nodes have one: then say name@node.");
}
