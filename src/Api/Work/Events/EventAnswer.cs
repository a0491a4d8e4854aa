using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Switchyard.Work.Events;

/// <summary>An answer of server-sent events: it ends when all is told, its client leaves or is too slow, or the node stops.</summary>
/// <param name="room">Given back at the end.</param>
internal abstract class EventAnswer(IDisposable room) : IResult
{
    /// <summary>What a client does not take in this time is not written.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var _ = room;
        var services = httpContext.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var response = httpContext.Response;
        response.ContentType = MediaTypeNames.Text.EventStream;
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var time = services.GetRequiredService<TimeProvider>();
        var writer = new EventWriter(response.BodyWriter, services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions, Patience, time);
        try
        {
            await WriteAsync(writer, time, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch (TimeoutException)
        {
            httpContext.Abort();
        }
    }

    /// <exception cref="TimeoutException">The client is too slow: its connection is cut.</exception>
    protected abstract Task WriteAsync(EventWriter writer, TimeProvider time, CancellationToken end);
}
