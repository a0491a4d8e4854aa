using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(Switchyard.Expertise.OpenReviewProfiles))]

namespace Switchyard.Expertise;

/// <summary>
/// The one question that the door asks OpenReview, on a port of its own. A token "X-token" is of the user ~X1; other tokens
/// are answered as a test says, else refused.
/// </summary>
public sealed class OpenReviewProfiles : IAsyncLifetime
{
    private const string Suffix = "-token";

    private WebApplication? _app;

    /// <summary>Answers to single tokens.</summary>
    public ConcurrentDictionary<string, (int Status, string Body)> Answers { get; } = new();

    /// <summary>How often a token is told to wait, and how many seconds, before it is answered.</summary>
    public ConcurrentDictionary<string, (int Times, string RetryAfter)> Busy { get; } = new();

    /// <summary>The headers that came, in their order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public string Url => $"{_app!.Urls.First()}/api";

    public static string UserOf(string token) => $"~{token[..^Suffix.Length]}1";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/api/profiles", (HttpRequest request) =>
        {
            var header = request.Headers.Authorization.ToString();
            Asked.Enqueue(header);
            var token = header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : "";
            if (Busy.TryGetValue(token, out var busy) && busy.Times > 0)
            {
                Busy[token] = busy with { Times = busy.Times - 1 };
                request.HttpContext.Response.Headers.RetryAfter = busy.RetryAfter;
                return Results.StatusCode(429);
            }

            var (status, body) = Answers.TryGetValue(token, out var answer) ? answer
                : token.EndsWith(Suffix, StringComparison.Ordinal) ? (200, $$"""{"profiles":[{"id":"{{UserOf(token)}}","state":"Active"}],"count":1}""")
                : (401, """{"name":"TokenExpiredError","message":"Token has expired"}""");
            return Results.Content(body, "application/json", statusCode: status);
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
