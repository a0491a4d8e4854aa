using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Switchyard.Hosting;

/// <summary>
/// Lets a client see why its body is not taken: one that sends all before it looks for an answer would find its connection
/// reset. What a request left unread is read and forgotten before the answer goes out, up to 64 MiB and for at most 10 s;
/// beyond that the answer says that the connection closes.
/// </summary>
internal sealed class UnreadBodies(RequestDelegate next, TimeProvider time)
{
    private const long MostBytes = 64 * 1024 * 1024;
    private const int Piece = 64 * 1024;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(10);

    public Task InvokeAsync(HttpContext context)
    {
        if (MayBeLeft(context))
        {
            var body = context.Request.Body;
            context.Response.OnStarting(() => DrainAsync(context, body));
        }

        return next(context);
    }

    /// <summary>Whether there is a body, and nothing but it on its way.</summary>
    public static bool MayBeLeft(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && IsOwnConnection(context.Request.Protocol);

    private async Task DrainAsync(HttpContext context, Stream body)
    {
        if (context.Features.Get<AnswersWhileReading>() is null
            && !context.RequestAborted.IsCancellationRequested
            && !StillWaits(context)
            && !await ReachesEndAsync(context, body))
        {
            context.Response.Headers.Connection = "close";
        }
    }

    private async Task<bool> ReachesEndAsync(HttpContext context, Stream body)
    {
        BodyLimits.Lift(context);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (var read = 0L; read < MostBytes;)
            {
                var count = await body.ReadAsync(buffer, either.Token);
                if (count == 0)
                {
                    return true;
                }

                read += count;
            }

            return false;
        }
        catch (Exception left) when (left is OperationCanceledException or IOException or InvalidOperationException)
        {
            // Too slow, malformed, gone, or its reader was left in the middle of a read: the answer goes out as it is.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reading would tell the client to go on with what it holds back until it is asked for it.</summary>
    private static bool StillWaits(HttpContext context) =>
        context.Request.Headers.Expect.Count > 0
        && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false };

    /// <summary>With HTTP/2 only the stream ends, and the connection with its answers stays.</summary>
    private static bool IsOwnConnection(string protocol) => HttpProtocol.IsHttp11(protocol) || HttpProtocol.IsHttp10(protocol);
}
