using System.Net;

namespace Switchyard.Acceptance.Tickets;

/// <summary>Runs that do not want to end, nor do what they leave behind.</summary>
public sealed class EndedRunTests
{
    /// <summary>A tree of processes that ignores TERM; one of them has a session of its own.</summary>
    private const string Stubborn =
        """
        trap '' TERM
        sleep 600 &
        setsid sleep 600 &
        sh -c "trap '' TERM; sleep 600 & wait" &
        echo "It is ready."
        wait
        """;

    private const int Processes = 5;

    [Fact]
    public async Task Cancelling_leaves_no_process()
    {
        await using var node = new TicketsNode("Compute:Sources:0:Name=cpu");
        await node.StartAsync(node.Script("stubborn", Stubborn));
        var ticket = await node.Door.SubmitAsync("stubborn", "{}");
        await node.Door.SaysAsync(ticket, "It is ready.");
        Assert.InRange(node.Runs().Count, Processes, int.MaxValue);

        using var cancel = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tickets/{ticket.Id}/cancel");
        cancel.Headers.Authorization = new("Bearer", ticket.Token);
        (await node.Door.SendAsync(cancel)).Is(HttpStatusCode.OK);

        Assert.Empty(node.Runs());
        Assert.Equal("Errors occurred", (await node.Door.GetAsync(ticket.Status)).Text);
        Assert.Equal("cancelled", (string?)(await node.Door.WorkAsync(ticket))["status"]);
    }

    [Fact]
    public async Task A_time_limit_leaves_no_process()
    {
        await using var node = new TicketsNode("Compute:Sources:0:Name=cpu");
        await node.StartAsync(node.Script("stubborn", Stubborn, "Timeout=00:00:02"));
        var ticket = await node.Door.SubmitAsync("stubborn", "{}");
        await node.Door.SaysAsync(ticket, "It is ready.");

        Assert.Equal("Errors occurred", await node.Door.EndAsync(ticket));
        Assert.Empty(node.Runs());
        var work = await node.Door.WorkAsync(ticket);
        Assert.Equal(("timedout", "The run took longer than 00:00:02."), ((string?)work["status"], (string?)work["error"]));
    }
}
