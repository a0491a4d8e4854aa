using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Compute;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tickets;

/// <summary>On a node of its own: a ticket tells how many wait before it.</summary>
public sealed class TicketOperationTests(OwnCluster cluster) : TicketsTest(cluster), IClassFixture<OwnCluster>
{
    private const string Api = "/api/v1/tickets";

    protected override (string Key, string Value)[] Settings => [("Tickets:MaxUnpackedBytes", "5000"), ("Tickets:MaxEntries", "3")];

    [Fact]
    public async Task A_ticket_is_made_looked_at_and_cancelled()
    {
        // What other tests started themselves, the scheduler forgets with a look at the rows.
        await WaitingAsync(0);
        for (var number = 1; number <= 4; number++)
        {
            await Tickets.AddAsync(NewToken(), WorkStatus.Queued);
        }

        await WaitingAsync(4);
        using var form = Form(("service", YardSource.Service, false), ("payload", "by json", true));
        using var made = await Client.PostAsync(Api, form, Cancelled);

        Assert.Equal(HttpStatusCode.Accepted, made.StatusCode);
        var ticket = await made.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        var (id, token) = ((long)ticket!["id"]!, (string)ticket["token"]!);
        Assert.Equal($"{Api}/{id}", made.Headers.Location!.ToString());
        Assert.Equal(64, token.Length);
        Assert.Equal("queued", (string?)ticket["status"]);

        await WaitingAsync(5);
        var item = (await Yard.Grains.GetTicket(id).GetAsync())!;
        Assert.Equal(
            (HttpStatusCode.OK,
                $$"""{"id":{{id}},"service":"Everything","status":"queued","createdAt":{{JsonSerializer.Serialize(item.CreatedAt)}},"startedAt":null,"finishedAt":null,"source":"bench","waiting":{"code":"{{WaitingCodes.SourcePaused}}","text":"source bench is paused by the tests"},"position":5,"error":null,"exitCode":null,"log":null,"resultLength":null}"""),
            await SendAsync(HttpMethod.Get, $"{Api}/{id}", token));

        var (status, body) = await SendAsync(HttpMethod.Post, $"{Api}/{id}/cancel", token);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("cancelled", (string?)JsonNode.Parse(body)!["status"]);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, $"{Api}/{id}/cancel", token)).Status);
    }

    [Theory]
    [InlineData("Nothing", "fine", HttpStatusCode.UnprocessableEntity, "unknown-service")]
    [InlineData(YardSource.Service, "rubbish", HttpStatusCode.BadRequest, "not-an-archive")]
    [InlineData(YardSource.Service, "bomb", HttpStatusCode.BadRequest, "bomb")]
    [InlineData(YardSource.Service, "many", HttpStatusCode.BadRequest, "too-many-entries")]
    [InlineData(YardSource.Service, "large", HttpStatusCode.RequestEntityTooLarge, "too-large")]
    public async Task A_refusal_is_a_problem(string service, string payload, HttpStatusCode expected, string type)
    {
        using var bomb = Yard.Faults.On<IUploadsGrain>(
            nameof(IUploadsGrain.CheckAsync),
            _ => payload == "bomb",
            call =>
            {
                call.Answer = new UploadCheck(UploadOutcome.Bomb, "It unpacks to very much.");
                return Task.CompletedTask;
            });
        using var form = Form(("service", service, false), ("payload", payload == "large" ? payload + new string('l', 9000) : payload, true));

        var (status, body) = await PostAsync(Api, form);

        Assert.Equal(expected, status);
        Assert.Equal("urn:switchyard:problem:" + type, (string?)JsonNode.Parse(body)!["type"]);
    }

    [Theory]
    [InlineData(WorkStatus.Running, HttpStatusCode.Conflict, "not-finished")]
    [InlineData(WorkStatus.Failed, HttpStatusCode.Conflict, "no-success")]
    [InlineData(WorkStatus.Completed, HttpStatusCode.NotFound, "no-result")]
    public async Task A_result_that_is_not_there_is_a_problem(WorkStatus ticketStatus, HttpStatusCode expected, string type)
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, ticketStatus)).Id;

        var (status, body) = await SendAsync(HttpMethod.Get, $"{Api}/{id}/result", token);

        Assert.Equal(expected, status);
        Assert.Equal("urn:switchyard:problem:" + type, (string?)JsonNode.Parse(body)!["type"]);
    }

    [Fact]
    public async Task A_result_is_handed_out_for_a_bearer_token()
    {
        var token = NewToken();
        var ticket = await Tickets.AddAsync(token, "bytes"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/{ticket.Id}/result");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal("bytes", await answer.Content.ReadAsStringAsync(Cancelled));
        await ticket.FetchedOnce.WaitAsync(Cancelled);
    }

    [Theory]
    [InlineData("GET", "{0}")]
    [InlineData("GET", "{0}/result")]
    [InlineData("POST", "{0}/cancel")]
    [InlineData("GET", "one")]
    [InlineData("GET", "77")]
    public async Task An_unknown_id_and_a_wrong_token_are_one(string method, string path)
    {
        var id = (await Tickets.AddAsync(NewToken(), WorkStatus.Running)).Id;
        var url = $"{Api}/{string.Format(null, path, id)}";

        foreach (var token in (string?[])[null, NewToken()])
        {
            var (status, body) = await SendAsync(new HttpMethod(method), url, token);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Equal("urn:switchyard:problem:unknown-ticket", (string?)JsonNode.Parse(body)!["type"]);
        }
    }

    /// <summary>Until so many wait at the source.</summary>
    private Task WaitingAsync(int count) =>
        Eventually.IsAsync(async () => Assert.Single(await Yard.Grains.GetScheduler().GetSourcesAsync()).Waiting == count);
}

/// <summary>What may stand in for the account.</summary>
public sealed class TicketStandInTests(YardCluster cluster) : TicketsTest(cluster)
{
    protected override (string Key, string Value)[] Settings =>
        [("Auth:Mode", "Basic"), ("Auth:Basic:User", "u"), ("Auth:Basic:Password", "p")];

    [Fact]
    public async Task A_tickets_token_does_for_that_ticket_alone()
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, WorkStatus.Running)).Id;
        using var own = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tickets/{id}");
        own.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/api/v1/work");
        foreign.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        Assert.Equal("Task has been started!", (await GetAsync($"/status/{id}&{token}")).Body);
        Assert.Equal(HttpStatusCode.OK, (await Client.SendAsync(own, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Client.SendAsync(foreign, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync($"/api/v1/tickets/{id}")).Status);
        using var form = Form(("service", YardSource.Service, false));
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("/request", form)).Status);
    }

    [Fact]
    public async Task A_ticket_is_deleted_by_its_token_or_the_account_and_by_nobody_else()
    {
        var token = NewToken();
        var (own, foreign) = ((await Tickets.AddAsync(token, WorkStatus.Failed)).Id, (await Tickets.AddAsync(NewToken(), WorkStatus.Failed)).Id);
        var basic = new AuthenticationHeaderValue("Basic", "dTpw");

        Assert.Equal(HttpStatusCode.Unauthorized, await DeleteAsync(own, null, null));
        Assert.Equal(HttpStatusCode.NotFound, await DeleteAsync(foreign, token, null));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(own, token, null));
        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync(foreign, null, basic));
    }

    private async Task<HttpStatusCode> DeleteAsync(long id, string? token, AuthenticationHeaderValue? account)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/v1/tickets/{id}");
        request.Headers.Authorization = account;
        if (token is not null)
        {
            request.Headers.Add(SentToken.Header, token);
        }

        using var answer = await Client.SendAsync(request, Cancelled);
        return answer.StatusCode;
    }
}
