using Microsoft.AspNetCore.Diagnostics;
using Switchyard.Blobs;

namespace Switchyard.Hosting;

/// <summary>Answers what no endpoint answered: as the door does that it is for; else problem details under <c>/api</c>, a page elsewhere.</summary>
internal sealed partial class Failures(ILogger<Failures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            BadHttpRequestException bad => (bad.StatusCode, RequestMistake.Describe(bad)),
            BlobTooLargeException => (StatusCodes.Status413PayloadTooLarge, null),
            _ when ClusterFailure.IsTransient(exception) => (StatusCodes.Status503ServiceUnavailable, WhyUnavailable(httpContext.RequestServices)),
            _ => (StatusCodes.Status500InternalServerError, null),
        };
        if (status >= StatusCodes.Status500InternalServerError)
        {
            LogFailure(httpContext.Request.Method, httpContext.Request.Path, exception);
        }

        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = "1";
        }

        await Answer(httpContext, status, detail).ExecuteAsync(httpContext);
        return true;
    }

    public static Task AnswerStatusAsync(StatusCodeContext context) =>
        Answer(context.HttpContext, context.HttpContext.Response.StatusCode, null).ExecuteAsync(context.HttpContext);

    public static IResult Answer(HttpContext context, int status, string? detail) =>
        context.RequestServices.GetRequiredService<DoorStyles>().Of(context) is { } style ? style.Answer(status, detail)
            : IsOperatorApi(context.Request.Path) ? Problem.OfStatus(status, detail)
            : new ErrorPage(status, detail);

    /// <summary>What the node knows to be wrong with itself (a full disk, a store that is away); null when it knows nothing.</summary>
    private static string? WhyUnavailable(IServiceProvider services) => HealthEndpoints.WhyNotReady(services) is { } reason
        ? $"The node cannot answer just now: {reason}. Try again shortly."
        : null;

    public static bool IsOperatorApi(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(1005, LogLevel.Error, "{Method} {Path} failed.")]
    private partial void LogFailure(string method, string path, Exception exception);
}
