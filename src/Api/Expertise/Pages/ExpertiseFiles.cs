using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Blobs;
using Switchyard.Expertise.Scores;

namespace Switchyard.Expertise.Pages;

/// <summary>The files of a job's result, for operators: the door's own routes ask OpenReview who wants them.</summary>
internal static class ExpertiseFiles
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [ExpertiseNames.ScoresFile] = "text/csv",
        [ExpertiseNames.SparseFile] = "text/csv",
        [ExpertiseNames.MetadataFile] = "application/json",
    };

    public static string PathOf(long id, string file) => $"{ExpertiseConsole.PathOf(id)}/{file}";

    public static void MapExpertiseFiles(this IEndpointRouteBuilder routes)
    {
        foreach (var (file, type) in Types)
        {
            routes.MapGet("/" + ExpertiseConsole.Path + "/{id:long}/" + file, (long id, IGrainFactory grains, IBlobStore blobs, CancellationToken cancellationToken) =>
                GetAsync(id, file, type, grains, blobs, cancellationToken)).Needs(Access.Read).ExcludeFromDescription();
        }
    }

    private static async Task<Results<PushStreamHttpResult, NotFound>> GetAsync(
        long id, string file, string type, IGrainFactory grains, IBlobStore blobs, CancellationToken cancellationToken)
    {
        var job = await grains.GetExpertiseJob(id).LookAsync();
        if (await ScoreArchive.OpenAsync(blobs, job?.ScoresBlob, cancellationToken) is not { } archive)
        {
            return TypedResults.NotFound();
        }

        ScoreMember? member = null;
        try
        {
            member = await archive.FindAsync(file, cancellationToken);
        }
        finally
        {
            if (member is null)
            {
                await archive.DisposeAsync();
            }
        }

        return member is null ? TypedResults.NotFound() : TypedResults.Stream(
            async body =>
            {
                await using var read = archive;
                await member.Content.CopyToAsync(body, cancellationToken);
            },
            type,
            $"expertise-{id}-{file}");
    }
}
