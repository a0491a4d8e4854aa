using System.Text;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tickets;

public sealed class KilledNodeTests(SharedPostgres server)
{
    private const int Tickets = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forty_tickets_survive_two_kills_and_none_runs_twice_at_the_same_time(bool onPostgres)
    {
        await using var node = new TicketsNode(
            "Compute:Sources:0:Name=gpu0", "Compute:Sources:0:Slots=3", "Compute:Sources:1:Name=gpu1", "Compute:Sources:1:Slots=3");
        var history = new RunHistory(node);
        string[] settings =
        [
            .. node.Script("history", history.Script),
            .. onPostgres ? ["Storage:Provider=Postgres", "ConnectionStrings:Switchyard=" + await server.CreateDatabaseAsync()] : Array.Empty<string>(),
        ];
        await node.StartAsync(settings);
        var tickets = new List<Ticket>();
        while (tickets.Count < Tickets)
        {
            tickets.Add(await node.Door.SubmitAsync("history", "{}"));
        }

        foreach (var ended in new[] { 1, Tickets / 3 })
        {
            await Eventually.AskAsync(
                () => Task.FromResult((history.Started.Count, Ended: history.Ended.Count)), runs => runs.Ended >= ended && runs.Count > runs.Ended);
            await node.Process.KillAsync();
            TestContext.Current.TestOutputHelper?.WriteLine($"Killed after {history.Started.Count} starts and {history.Ended.Count} ends");
            Assert.InRange(history.Ended.Distinct().Count(), 1, Tickets - 1);
            await node.StartAsync(settings);
        }

        foreach (var ticket in tickets)
        {
            var (name, content) = await node.Door.ResultAsync(ticket);
            Assert.Equal(("result.txt", $"ticket {ticket.Id}"), (name, Encoding.ASCII.GetString(content)));
        }

        Assert.Empty(history.AtTheSameTime);
        Assert.Equal(tickets.Select(ticket => ticket.Id).Order(), history.Ended.Distinct().Order());
        Assert.InRange(history.Started.Count, Tickets + 1, Tickets * 2);
        Assert.Empty(node.Runs());
        TestContext.Current.TestOutputHelper?.WriteLine($"{history.Started.Count} starts, {history.Ended.Count} ends");
    }
}
