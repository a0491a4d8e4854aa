using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Loads;
using Switchyard.Chaos.Loads.Tickets;

namespace Switchyard.Cluster;

/// <summary>When the chaos program compares, and with what, on a node that is only one ticket's list.</summary>
public sealed class ComparisonTests : IAsyncLifetime
{
    private const long Id = 7;

    private readonly Queue<string> _statuses = [];
    private readonly List<RunLine> _lines = [new("start", Id, 1)];
    private readonly WebApplication _node;
    private string _status = "running";

    public ComparisonTests()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _node = builder.Build();
        _node.Urls.Add("http://127.0.0.1:0");
        _node.MapGet("/api/v1/work", (string? status) =>
        {
            Turn();
            return Json(new JsonObject { ["items"] = status is null || status == _status ? new JsonArray(Item()) : [], ["next"] = null });
        });
        _node.MapGet($"/api/v1/work/{Id}", () => Json(Item()));
    }

    public async ValueTask InitializeAsync() => await _node.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("running", "running", "running", "completed")]
    [InlineData("running", "queued", "queued", "queued", "completed")]
    public async Task What_runs_wrote_is_read_when_every_ticket_has_ended(params string[] statuses)
    {
        Array.ForEach(statuses, _statuses.Enqueue);
        var findings = new FindingList();
        var context = new LoadContext(NewClient, TimeProvider.System, Seed: 1, Items: 1, PerSecond: 1, TimeSpan.FromSeconds(8));

        await new TicketsCheck(context, [], () => _lines.ToLookup(line => line.Id), findings).RunAsync();

        Assert.Empty(findings.All);
        Assert.Contains(new RunLine("end", Id, 1), _lines);
    }

    private static IResult Json(JsonNode body) => Results.Text(body.ToJsonString(), "application/json");

    private ClusterClient NewClient() => new([new Uri(_node.Urls.First())], new Troubles(TimeProvider.System), TimeProvider.System, seed: 1);

    /// <summary>With each question the ticket goes on; its run writes its end just before it has completed the ticket.</summary>
    private void Turn()
    {
        if (_statuses.TryDequeue(out var next))
        {
            _status = next;
            _lines.AddRange(next == "completed" ? [new RunLine("end", Id, 1)] : []);
        }
    }

    private JsonObject Item() => new()
    {
        ["id"] = Id,
        ["status"] = _status,
        ["leaseNumber"] = 1,
        ["error"] = null,
        ["attempts"] = _status == "completed" ? new JsonArray(new JsonObject { ["leaseNumber"] = 1, ["outcome"] = "completed" }) : [],
    };
}
