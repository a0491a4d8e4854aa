namespace Switchyard.Hosting;

/// <summary>Headers that every answer carries, and that no page of ours may be framed by another site.</summary>
internal static class SecurityHeaders
{
    /// <summary>The reader of the API's description is foreign code with inline parts: it may talk to this node alone.</summary>
    private const string ReaderPolicy =
        "default-src 'self' 'unsafe-inline' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(
            static state =>
            {
                var response = (HttpResponse)state;
                response.Headers.XContentTypeOptions = "nosniff";
                response.Headers.TryAdd("Referrer-Policy", "no-referrer");
                if (response.Headers.ContentSecurityPolicy.Count == 0
                    && response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
                {
                    response.Headers.ContentSecurityPolicy =
                        response.HttpContext.Request.Path.StartsWithSegments("/scalar", StringComparison.OrdinalIgnoreCase)
                            ? ReaderPolicy
                            : "frame-ancestors 'none'";
                }

                return Task.CompletedTask;
            },
            context.Response);
        return next(context);
    });
}
