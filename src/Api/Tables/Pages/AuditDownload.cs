using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;

namespace Switchyard.Tables.Pages;

/// <summary>All audit records as a file; the original has no route for them, so the console brings its own.</summary>
internal static class AuditDownload
{
    public const string Path = "console/audit.jsonl";

    public static IEndpointConventionBuilder MapAuditDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/" + Path, Get).Needs(Access.Read).ExcludeFromDescription();

    private static PushStreamHttpResult Get(IGrainFactory grains, CancellationToken cancellationToken) => TypedResults.Stream(
        async body =>
        {
            var chunks = grains.NewTableExport().AuditAsync(TableNames.Campaign);
            await foreach (var chunk in chunks.WithCancellation(cancellationToken))
            {
                await body.WriteAsync(chunk, cancellationToken);
            }
        },
        "application/x-ndjson",
        "audit.jsonl");
}
