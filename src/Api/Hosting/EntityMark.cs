using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Switchyard.Hosting;

/// <summary>The mark (<c>ETag</c>) of how something stands: who has seen it so is told that nothing changed (304).</summary>
internal static class EntityMark
{
    /// <summary>Marks what the route answers with 200 as JSON.</summary>
    public static RouteHandlerBuilder WithMark(this RouteHandlerBuilder route) => route
        .IsMarked()
        .AddEndpointFilter(static async (call, next) =>
        {
            var answer = await next(call);
            var inner = (answer as INestedHttpResult)?.Result ?? answer;
            return inner is IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK }
                ? new Marked(JsonSerializer.SerializeToUtf8Bytes(
                    value, value.GetType(), call.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions))
                : answer;
        });

    /// <summary>What the route answers has a mark, which its answer sets: 304, and HEAD, which is the same without the body. The server leaves that out.</summary>
    public static RouteHandlerBuilder IsMarked(this RouteHandlerBuilder route)
    {
        route.Add(endpoint =>
        {
            var get = endpoint.Metadata.OfType<HttpMethodMetadata>().Single();
            endpoint.Metadata.Remove(get);
            endpoint.Metadata.Add(new HttpMethodMetadata([.. get.HttpMethods, HttpMethods.Head]));
        });
        return route.Produces(StatusCodes.Status304NotModified);
    }

    /// <summary>Sets the mark of a body.</summary>
    /// <returns>Whether its reader has it already: then the status says so, and the body is not to be sent.</returns>
    public static bool IsKnown(HttpContext context, ReadOnlySpan<byte> body)
    {
        var mark = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"";
        context.Response.Headers.ETag = mark;
        if (!(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) || !Names(context.Request.Headers.IfNoneMatch, mark))
        {
            return false;
        }

        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static bool Names(IEnumerable<string?> sent, string mark) =>
        sent.SelectMany(header => (header ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(one => one == "*" || one == mark || one == "W/" + mark);

    private sealed class Marked(byte[] json) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (IsKnown(httpContext, json))
            {
                return Task.CompletedTask;
            }

            httpContext.Response.ContentType = "application/json; charset=utf-8";
            httpContext.Response.ContentLength = json.Length;
            return httpContext.Response.Body.WriteAsync(json, httpContext.RequestAborted).AsTask();
        }
    }
}
