using Microsoft.AspNetCore.Http.Features;
using Switchyard.Hosting;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>The original's routes of targets.</summary>
internal static class TargetEndpoints
{
    private const string Root = "/targets/";

    public static void MapTargets(this IEndpointRouteBuilder door)
    {
        door.MapGet("/targets", JobLists.ReadTargetsAsync)
            .WithSummary("All targets with the last that happened to them, in the order in which they were first named")
            .Produces<TargetJson[]>();
        door.MapGet("/targets/{name}/jobs", ListJobsAsync)
            .WithSummary("All jobs for a target, and the BUMP jobs whose manifesto names it, oldest first")
            .WithWords(("name", "The target's name."))
            .Produces<JobJson[]>();
    }

    private static Task<IResult> ListJobsAsync(
        string name, HttpContext context, IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken) =>
        JobLists.ReadAsync(grains, time, new JobFilter { Target = Decode(name, context) }, cancellationToken);

    /// <summary>
    /// The server decodes all of a path but its slashes, and cannot tell "%2F" from "%252F" then: such a name is read from
    /// the path as it was sent.
    /// </summary>
    private static string Decode(string name, HttpContext context)
    {
        if (!name.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return name;
        }

        var sent = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var start = sent.IndexOf(Root, StringComparison.OrdinalIgnoreCase) + Root.Length;
        return Uri.UnescapeDataString(sent[start..sent.IndexOf('/', start)]);
    }
}
