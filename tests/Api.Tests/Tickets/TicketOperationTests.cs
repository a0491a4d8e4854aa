using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Compute;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tickets;

public sealed class TicketOperationTests(YardCluster cluster) : TicketsTest(cluster)
{
    private const string Api = "/api/v1/tickets";

    protected override (string Key, string Value)[] Settings => [("Tickets:MaxUnpackedBytes", "5000"), ("Tickets:MaxEntries", "3")];

    [Fact]
    public async Task A_ticket_is_made_looked_at_and_cancelled()
    {
        using var form = Form(("service", YardSource.Service, false), ("payload", "by json", true));
        using var made = await Client.PostAsync(Api, form, Cancelled);

        Assert.Equal(HttpStatusCode.Accepted, made.StatusCode);
        var ticket = await made.Content.ReadFromJsonAsync<JsonNode>(Cancelled);
        var (id, token) = ((long)ticket!["id"]!, (string)ticket["token"]!);
        Assert.Equal($"{Api}/{id}", made.Headers.Location!.ToString());
        Assert.Equal(64, token.Length);
        Assert.Equal("queued", (string?)ticket["status"]);

        var (item, placed) = await WaitsAsync(id);
        Assert.Equal(
            (HttpStatusCode.OK,
                $$"""{"id":{{id}},"service":"Everything","status":"queued","createdAt":{{JsonSerializer.Serialize(item.CreatedAt)}},"startedAt":null,"finishedAt":null,"source":"bench","waiting":{"code":"{{placed.Code}}","text":"{{placed.Reason}}"},"position":{{placed.Position + 1}},"error":null,"exitCode":null,"log":null,"resultLength":null}"""),
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

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string url, string? token)
    {
        using var request = new HttpRequestMessage(method, url);
        if (token is not null)
        {
            request.Headers.Add(SentToken.Header, token);
        }

        using var answer = await Client.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }
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
