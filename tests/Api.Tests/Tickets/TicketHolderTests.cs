using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Compute;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tickets;

/// <summary>What the holder of a ticket is told, and how it goes.</summary>
public sealed class TicketHolderTests(YardCluster cluster) : TicketsTest(cluster)
{
    private const string Api = "/api/v1/tickets";

    [Fact]
    public async Task The_holder_reads_why_a_run_failed_and_what_it_said()
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, WorkStatus.Queued)).Id;
        await YardSource.RunAsync(
            Yard.Grains.GetTicket(id), new() { Outcome = RunOutcome.Failed, Error = "It ended: no luck", ExitCode = 3, Log = "reading\nno luck\n" });

        var ticket = JsonNode.Parse((await SendAsync(HttpMethod.Get, $"{Api}/{id}", token)).Body)!;

        Assert.Equal(
            ("It ended: no luck", 3, "reading\nno luck\n", YardSource.Name, null),
            ((string?)ticket["error"], (int?)ticket["exitCode"], (string?)ticket["log"], (string?)ticket["source"], (int?)ticket["position"]));
    }

    [Fact]
    public async Task The_position_is_the_one_that_the_text_says()
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, WorkStatus.Queued)).Id;
        await WaitsAsync(id);

        var ticket = JsonNode.Parse((await SendAsync(HttpMethod.Get, $"{Api}/{id}", token)).Body)!;

        var placed = (await Yard.Grains.GetScheduler().FindAsync(id))!;
        Assert.Equal(placed.Position + 1, (int?)ticket["position"]);
        Assert.InRange((int?)ticket["position"] ?? 0, 1, int.MaxValue);
    }

    [Fact]
    public async Task A_ticket_is_deleted_by_its_token_when_it_has_ended()
    {
        var token = NewToken();
        var ticket = await Tickets.AddAsync(token, "deleted"u8.ToArray());
        var blob = (await ticket.Grain.LookAsync(TicketToken.Hash(token)))!.ResultBlob!;

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"{Api}/{ticket.Id}", NewToken())).Status);
        Assert.True(await Yard.Blobs.ExistsAsync(blob));
        Assert.Equal((HttpStatusCode.NoContent, ""), await SendAsync(HttpMethod.Delete, $"{Api}/{ticket.Id}", token));

        Assert.False(await Yard.Blobs.ExistsAsync(blob));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"{Api}/{ticket.Id}", token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"/api/v1/work/{ticket.Id}")).Status);
        Assert.Equal("No such id or wrong access token!", (await GetAsync($"/result/{ticket.Id}&{token}")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"{Api}/{ticket.Id}", token)).Status);
    }

    [Theory]
    [InlineData(WorkStatus.Queued)]
    [InlineData(WorkStatus.Running)]
    public async Task What_has_not_ended_is_not_deleted(WorkStatus ticketStatus)
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, ticketStatus)).Id;

        var (status, body) = await SendAsync(HttpMethod.Delete, $"{Api}/{id}", token);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal($"The ticket {id} has not ended: cancel it first.", (string?)JsonNode.Parse(body)!["detail"]);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"{Api}/{id}", token)).Status);
    }

    [Fact]
    public async Task An_operator_needs_no_token_to_delete()
    {
        var id = (await Tickets.AddAsync(NewToken(), WorkStatus.Failed)).Id;

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"{Api}/{id}", token: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"{Api}/{id}", token: null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"{Api}/one", token: null)).Status);
    }

    [Fact]
    public async Task A_delete_whose_first_answer_was_lost_is_one()
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, WorkStatus.Failed)).Id;
        using var lost = Yard.Faults.Lose<IWorkRemovalGrain>(
            nameof(IWorkRemovalGrain.RemoveAsync), call => call.Argument<long>(1) == id, new TimeoutException("The answer is lost."));

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"{Api}/{id}", token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, $"{Api}/{id}", token)).Status);
    }

    [Fact]
    public async Task A_retry_says_that_the_upload_is_gone()
    {
        var id = (await Tickets.AddAsync(NewToken(), WorkStatus.Completed)).Id;

        var (status, body) = await SendAsync(HttpMethod.Post, $"/api/v1/work/{id}/retry", token: null);

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal(
            $"The upload of ticket {id} is not kept any longer (Tickets:Storage is KeepResult): submit it again.",
            (string?)JsonNode.Parse(body)!["detail"]);
    }

    private async Task<(WorkItemView Item, PlacementView Placed)> WaitsAsync(long id)
    {
        PlacementView? placed = null;
        await Eventually.IsAsync(async () => (placed = await Yard.Grains.GetScheduler().FindAsync(id)) is not null);
        return ((await Yard.Grains.GetTicket(id).GetAsync())!, placed!);
    }
}
