using System.Net;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tickets;

/// <summary>Where work goes, and how it gets away from there.</summary>
public sealed class SourceTests(SharedPostgres server)
{
    private const string Dummy = """{"dummyinput":"Bayern"}""";

    private static readonly string[] TwoSources =
    [
        "Compute:Sources:0:Name=gpu0",
        "Compute:Sources:1:Name=gpu1",
        "Services:Dummy:Seconds=600",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Five_dummies_go_0_1_0_1_0_and_draining_moves_what_waits(bool onPostgres)
    {
        await using var node = new TicketsNode(TwoSources);
        await node.StartAsync(onPostgres ? ["Storage:Provider=Postgres", "ConnectionStrings:Switchyard=" + await server.CreateDatabaseAsync()] : []);
        var (sources, tickets) = (new List<string?>(), new List<Ticket>());
        for (var number = 0; number < 5; number++)
        {
            var ticket = await node.Door.SubmitAsync("Dummy", Dummy);
            tickets.Add(ticket);
            sources.Add(await Eventually.AskAsync(async () => (string?)(await node.Door.WorkAsync(ticket))["source"], source => source is not null));
        }

        Assert.Equal(["gpu0", "gpu1", "gpu0", "gpu1", "gpu0"], sources);
        await Eventually.AskAsync(() => SourcesAsync(node.Door), all => all is "gpu0 1 running 2 waiting active, gpu1 1 running 1 waiting active");

        (await node.Door.PostAsync("/api/v1/sources/gpu0/drain")).Is(HttpStatusCode.OK);
        await Eventually.AskAsync(() => SourcesAsync(node.Door), all => all is "gpu0 1 running 0 waiting draining, gpu1 1 running 3 waiting active");
        foreach (var ticket in new[] { tickets[2], tickets[4] })
        {
            Assert.Equal("gpu1", (string?)(await node.Door.WorkAsync(ticket))["source"]);
        }

        Assert.Equal("running", (string?)(await node.Door.WorkAsync(tickets[0]))["status"]);
        (await node.Door.PostAsync("/api/v1/sources/nowhere/drain")).IsProblem(HttpStatusCode.NotFound, "unknown-source");
    }

    [Fact]
    public async Task A_source_for_a_service_that_there_is_not_refuses_to_start_with_one_line()
    {
        await using var node = NodeProcess.Launch("Compute:Sources:0:Name=gpu0", "Compute:Sources:0:Services:0=Nothing");

        Assert.NotEqual(0, await node.EndAsync());
        Assert.Contains(
            "Compute:Sources:0:Services:0: there is no service 'Nothing', but ",
            Assert.Single(node.Errors, line => line.Length > 0),
            StringComparison.Ordinal);
    }

    private static async Task<string> SourcesAsync(Door door)
    {
        var sources = (await door.GetAsync("/api/v1/sources")).Is(HttpStatusCode.OK).Json.AsArray();
        return string.Join(", ", sources.Select(source => $"{source!["name"]} {source["running"]} running {source["waiting"]} waiting {source["state"]}"));
    }
}
