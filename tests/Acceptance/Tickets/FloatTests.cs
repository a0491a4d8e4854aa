using System.Net;
using System.Text;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Tickets;

/// <summary>The original's own session with <c>curl</c>.</summary>
[Collection(nameof(TicketsDoorNode))]
public sealed class FloatTests(TicketsDoorNode node)
{
    private const string NoTicket = "No such id or wrong access token!";

    private Door Door => node.Door;

    [Theory]
    [InlineData("""{"f1":0.5,"f2":0.5,"op":"add"}""", "0.5 + 0.5 = 1.0")]
    [InlineData("""{"f1":0.5,"f2":0.5,"op":"multiply"}""", "0.5 * 0.5 = 0.25")]
    [InlineData("""{"f1":"1e3","f2":true,"op":"multiply"}""", "1000.0 * 1.0 = 1000.0")]
    public async Task Two_numbers_are_computed(string inputs, string result)
    {
        var ticket = await Door.SubmitAsync("FloatComputation", inputs);

        var (name, content) = await Door.ResultAsync(ticket);
        Assert.Equal(("result.txt", result), (name, Encoding.UTF8.GetString(content)));
    }

    [Fact]
    public async Task A_wrong_token_and_an_unknown_id_are_answered_alike()
    {
        var ticket = await Door.SubmitAsync("FloatComputation", """{"f1":1,"f2":2,"op":"add"}""");
        await Door.EndAsync(ticket);

        foreach (var wrong in new[] { ticket with { Token = "wrong" }, ticket with { Id = 987654321 }, ticket with { Token = ticket.Token[..^1] } })
        {
            Assert.Equal(NoTicket, (await Door.GetAsync(wrong.Status)).Is(HttpStatusCode.OK).Text);
            Assert.Equal(NoTicket, (await Door.GetAsync(wrong.Result)).Is(HttpStatusCode.OK).Text);
        }
    }

    [Fact]
    public async Task A_result_stays_when_it_is_looked_at_and_fetched()
    {
        var ticket = await Door.SubmitAsync("FloatComputation", """{"f1":1,"f2":2,"op":"add"}""");
        await Door.EndAsync(ticket);

        Assert.Empty((await Door.SendAsync(HttpMethod.Head, ticket.Result)).Is(HttpStatusCode.OK).Body);
        var first = (await Door.GetAsync(ticket.Result)).Is(HttpStatusCode.OK);
        var second = (await Door.GetAsync(ticket.Result)).Is(HttpStatusCode.OK);
        Assert.Equal("application/x-tar", first.Type);
        Assert.Equal("attachment; filename=result.tar.gz", first.Header("Content-Disposition"));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal("1.0 + 2.0 = 3.0", Encoding.UTF8.GetString(Archive.ReadOnly(second.Body).Content));
    }

    [Fact]
    public async Task A_run_that_fails_says_so_without_saying_why()
    {
        var ticket = await Door.SubmitAsync("FloatComputation", """{"f1":"abc","op":"divide"}""");

        Assert.Equal("Errors occurred", await Door.EndAsync(ticket));
        Assert.Equal("Errors occurred!", (await Door.GetAsync(ticket.Result)).Is(HttpStatusCode.OK).Text);
        Assert.StartsWith("f1: ", (string?)(await Door.WorkAsync(ticket))["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_that_a_source_may_run_are_told_with_their_inputs()
    {
        var answer = (await Door.GetAsync("/supportedservices")).Is(HttpStatusCode.OK);

        Assert.Equal("text/html; charset=utf-8", answer.Type);
        var services = answer.Json.AsArray();
        Assert.Equal(["FloatComputation", "Threshold"], services.Select(service => (string?)service!["name"]).Order());
        Assert.Equal(
            """{"name":"FloatComputation","description":"This Service performs a multiplication or addition of two floats","interface":{"f1":{"id":"f1","name":"first float","description":"","type":"float","store":"mainjson","default":0},"f2":{"id":"f2","name":"second float","description":"","type":"float","store":"mainjson","default":0},"op":{"id":"op","name":"float operation","description":"","type":"singlechoice","store":"mainjson","default":"multiply","choices":["add","multiply"]}}}""",
            services.Single(service => (string?)service!["name"] == "FloatComputation")!.ToJsonString());
    }
}
