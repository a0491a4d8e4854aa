using Microsoft.AspNetCore.Http.Features;

namespace Switchyard.Hosting;

/// <summary>Holds bodies to the limit of their route: at a limit of its own the server cuts the connection, unseen.</summary>
internal sealed class BodyLimits(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (UnreadBodies.MayBeLeft(context) && Lift(context) is { } most && !(context.Request.ContentLength <= most))
        {
            var request = context.Request;
            request.Body = new CappedBody(request.Body, most, request.ContentLength, () => TooLong(most));
        }

        return next(context);
    }

    /// <summary>From here on the server has no limit.</summary>
    /// <returns>Bytes; null: there was none, or the body is read already.</returns>
    public static long? Lift(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is not { IsReadOnly: false, MaxRequestBodySize: { } most } limit)
        {
            return null;
        }

        limit.MaxRequestBodySize = null;
        return most;
    }

    private static BadHttpRequestException TooLong(long most) =>
        new($"The request's body is longer than {most} bytes.", StatusCodes.Status413PayloadTooLarge);
}
