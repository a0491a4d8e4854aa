using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Tickets;
using Switchyard.Yard;

namespace Switchyard.Work;

/// <summary>Cancels whose silo dies in the middle of them.</summary>
public sealed class CancelTests(YardCluster cluster) : TicketsTest(cluster)
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task A_cancel_outlasts_the_loss_of_its_silo(bool tookEffect, bool asOwner)
    {
        var token = NewToken();
        var ticket = Tickets.Add(token, WorkStatus.Running);
        ticket.CancelFailures.Enqueue((new SiloUnavailableException("gone before it was stored"), false));
        ticket.CancelFailures.Enqueue((new SiloUnavailableException("gone in the middle"), tookEffect));

        using var answer = await CancelAsync(ticket, asOwner ? token : null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("cancelled", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["status"]);
        Assert.Equal(WorkStatus.Cancelled, ticket.Status);
        Assert.Empty(ticket.CancelFailures);
    }

    [Fact]
    public async Task What_had_ended_before_is_a_conflict_however_often_it_is_tried()
    {
        var ticket = Tickets.Add(NewToken(), WorkStatus.Cancelled);
        ticket.Error = "cancelled by operator";
        ticket.CancelFailures.Enqueue((new SiloUnavailableException("gone"), false));

        using var answer = await CancelAsync(ticket, token: null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> CancelAsync(YardTicket ticket, string? token)
    {
        var door = token is null ? "work" : "tickets";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{door}/{ticket.View.Id}/cancel");
        if (token is not null)
        {
            request.Headers.Add("X-Ticket-Token", token);
        }

        return await Client.SendAsync(request, Cancelled);
    }
}
