using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Switchyard.Servers.OpenReview;

/// <summary>
/// What a dataset asks of OpenReview, on a port of 127.0.0.1, with whatever <see cref="Data"/> holds. May be changed while
/// it runs.
/// </summary>
public sealed class OpenReviewServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<OpenReviewRequest> _requests = new();
    private readonly List<Failing> _failing = [];
    private readonly WebApplication _app;
    private readonly OpenReviewAnswers _answers;
    private int _busy;
    private int _busiest;

    private OpenReviewServer(WebApplication app)
    {
        _app = app;
        _answers = new OpenReviewAnswers(Data);
    }

    public Uri Address => new(_app.Urls.Single());

    public OpenReviewData Data { get; } = new();

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>What <see cref="OpenReviewFault.TooManyRequests"/> asks for, in whole seconds.</summary>
    public TimeSpan RetryAfter { get; set; }

    /// <summary>All requests until now, in their order.</summary>
    public IReadOnlyList<OpenReviewRequest> Requests => [.. _requests];

    /// <summary>How many requests were answered at a time at most.</summary>
    public int Busiest => Volatile.Read(ref _busiest);

    public static async Task<OpenReviewServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new OpenReviewServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Fails that many of the next requests whose path begins so.</summary>
    public void FailNext(int count, OpenReviewFault fault, string path = "/")
    {
        lock (_failing)
        {
            _failing.Add(new Failing(fault, path) { Left = count });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var authorization = request.Headers.Authorization.ToString() is { Length: > 0 } header ? header : null;
        _requests.Enqueue(new OpenReviewRequest(
            request.Method, WebUtility.UrlDecode(request.Path + request.QueryString), authorization, body.Length > 0 ? body : null));

        var busy = Interlocked.Increment(ref _busy);
        for (int known; busy > (known = Volatile.Read(ref _busiest));)
        {
            Interlocked.CompareExchange(ref _busiest, busy, known);
        }

        try
        {
            await Task.Delay(Latency, TimeProvider.System, context.RequestAborted);
            if (NextFault(request.Path) is { } fault)
            {
                await FailAsync(context, fault);
                return;
            }

            var (status, answer) = _answers.To(request.Method, request.Path, request.Query, authorization, body);
            await WriteAsync(context, status, answer.ToJsonString());
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private OpenReviewFault? NextFault(PathString path)
    {
        lock (_failing)
        {
            var next = _failing.Find(failing => failing.Left > 0 && path.Value!.StartsWith(failing.Path, StringComparison.Ordinal));
            if (next is null)
            {
                return null;
            }

            next.Left--;
            return next.Fault;
        }
    }

    private async Task FailAsync(HttpContext context, OpenReviewFault fault)
    {
        switch (fault)
        {
            case OpenReviewFault.Error:
                await WriteAsync(context, 500, """{"name":"Error","message":"Something went wrong"}""");
                break;
            case OpenReviewFault.Unavailable:
                await WriteAsync(context, 503, "<html>busy</html>");
                break;
            case OpenReviewFault.TooManyRequests:
                context.Response.Headers.RetryAfter = $"{(int)RetryAfter.TotalSeconds}";
                await WriteAsync(context, 429, """{"name":"RateLimitError","message":"Too many requests"}""");
                break;
            case OpenReviewFault.Forbidden:
                var message = $"{context.Request.Headers.Authorization} may not read this";
                await WriteAsync(context, 403, new JsonObject { ["name"] = "ForbiddenError", ["message"] = message }.ToJsonString());
                break;
            case OpenReviewFault.Nonsense:
                await WriteAsync(context, 200, "<html>Welcome</html>");
                break;
            case OpenReviewFault.OtherJson:
                await WriteAsync(context, 200, """{"welcome":true}""");
                break;
            case OpenReviewFault.CutAnswer:
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"notes\":[", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = text.StartsWith('<') ? "text/html" : "application/json";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private sealed record Failing(OpenReviewFault Fault, string Path)
    {
        public int Left { get; set; }
    }
}
