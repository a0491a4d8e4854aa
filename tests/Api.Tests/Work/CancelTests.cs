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
        var ticket = await Tickets.AddAsync(token, WorkStatus.Running);
        using var cancels = Gone(ticket, takesEffect: place => place == 2 && tookEffect, times: 2);

        using var answer = await CancelAsync(ticket, asOwner ? token : null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("cancelled", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["status"]);
        Assert.Equal(WorkStatus.Cancelled, (await ticket.GetAsync()).Status);
        Assert.True(cancels.Calls.Count > 1);
    }

    [Fact]
    public async Task What_had_ended_before_is_a_conflict_however_often_it_is_tried()
    {
        var ticket = await Tickets.AddAsync(NewToken(), WorkStatus.Cancelled, error: "cancelled by operator");
        using var cancels = Gone(ticket, takesEffect: _ => false, times: 1);
        using var earlier = Yard.Faults.On<ITicketGrain>(
            nameof(ITicketGrain.GetAsync),
            call => call.Id == ticket.Id,
            async call =>
            {
                await call.InvokeAsync();
                var view = (WorkItemView)call.Answer!;
                call.Answer = view with { FinishedAt = view.FinishedAt!.Value.AddMinutes(-1) };
            });

        using var answer = await CancelAsync(ticket, token: null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    /// <summary>The silo of the first cancels dies in the middle of them.</summary>
    /// <param name="takesEffect">Whether it dies after the cancel of this number was stored.</param>
    private CallFault Gone(YardTicket ticket, Predicate<int> takesEffect, int times)
    {
        var number = 0;
        return Yard.Faults.On<ITicketGrain>(
            nameof(ITicketGrain.CancelAsync),
            call => call.Id == ticket.Id,
            async call =>
            {
                var place = ++number;
                if (place > times || takesEffect(place))
                {
                    await call.InvokeAsync();
                }

                if (place <= times)
                {
                    throw new SiloUnavailableException("gone");
                }
            });
    }

    private async Task<HttpResponseMessage> CancelAsync(YardTicket ticket, string? token)
    {
        var door = token is null ? "work" : "tickets";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/{door}/{ticket.Id}/cancel");
        if (token is not null)
        {
            request.Headers.Add("X-Ticket-Token", token);
        }

        return await Client.SendAsync(request, Cancelled);
    }
}
