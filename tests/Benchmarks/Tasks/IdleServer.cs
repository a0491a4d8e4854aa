using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>The least that could be called a queue: a claim is answered with the payload of a submission that waits in memory.</summary>
internal sealed class IdleServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private IdleServer(WebApplication application) => _application = application;

    public Uri Root => new(_application.Urls.First());

    public static async Task<IdleServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var waiting = Channel.CreateUnbounded<JsonElement>();
        application.MapPost("/api/v1/tasks", async (HttpRequest request) =>
        {
            var task = await request.ReadFromJsonAsync<JsonElement>();
            await waiting.Writer.WriteAsync(task.GetProperty("payload").Clone());
            return Results.Created("/", null);
        });
        application.MapPost("/api/v1/tasks/claim", async () =>
        {
            var payload = await waiting.Reader.ReadAsync();
            return Results.Json(new { items = new[] { new { id = 1, leaseNumber = 1, payload } } });
        });
        application.MapPost("/api/v1/tasks/complete", () => Results.Ok());
        await application.StartAsync();
        return new IdleServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
