using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Switchyard.Hosting;

/// <summary>Bodies that the framework reads for a route: it takes JSON of the standard alone, and asks for a type where there is nothing.</summary>
internal static class BoundBodies
{
    /// <summary>
    /// Nothing is of no type: many a client sends its usual one along, and would be told that it is not taken. To be called
    /// before routing.
    /// </summary>
    public static IApplicationBuilder UseNoTypeForNoBody(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.Request.ContentLength is 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            context.Request.ContentType = null;
        }

        return next(context);
    });

    /// <summary>JSON as clients in Python write it. To be called after routing.</summary>
    public static IApplicationBuilder UseStrictJson(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { } body
            && body.ContentTypes.Contains("application/json")
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            context.Request.Body = new StrictJsonBody(context.Request.Body);
        }

        return next(context);
    });
}
