using System.Collections.Concurrent;
using System.Net;
using Orleans.Storage;
using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tables;

/// <summary>On a node of its own, whose campaign has ended but for the tables of the test.</summary>
public sealed class GetWorkTests(OwnCluster cluster) : YardTest(cluster), IClassFixture<OwnCluster>
{
    private readonly List<YardTable> _tables = [];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _tables.Add(await Yard.Tables.FindAsync("first"));
        await EndAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Queue.ResumeAsync("a test");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_table_is_handed_out_as_json()
    {
        await AddAsync("getwork-1");

        var answer = await Client.PostAsync("/getWork?client=c1", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        var body = await answer.Content.ReadAsStringAsync(Cancelled);
        Assert.StartsWith("""{"analyze":false,"audit":true,"data":[["col0","Z\u00fcrich"],["col1","a<b"]],"header":[[],[]],"name":"getwork-1",""", body, StringComparison.Ordinal);
        Assert.EndsWith("}\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_names_the_client_before_the_query()
    {
        var table = await AddAsync("getwork-2");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("client", "in the form")]);

        var answer = await Client.PostAsync("/getWork?client=in-the-query", form, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("in the form", Assert.Single((await table.Grain.GetDetailsAsync())!.Assignments).Client);
    }

    [Fact]
    public async Task An_empty_name_is_a_name()
    {
        var answer = await Client.PostAsync("/getWork?client=", null, Cancelled);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_client_the_answer_is_401_without_a_challenge()
    {
        var answer = await Client.PostAsync("/getWork", null, Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(answer.Headers.WwwAuthenticate);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.StartsWith(
            "<!doctype html>\n<html lang=en>\n<title>401 Unauthorized</title>\n<h1>Unauthorized</h1>\n<p>",
            await answer.Content.ReadAsStringAsync(Cancelled),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, HttpStatusCode.Gone)]
    [InlineData(501, HttpStatusCode.BadRequest)]
    public async Task A_name_has_at_most_500_characters(int length, HttpStatusCode status) => Assert.Equal(
        status, (await Client.PostAsync($"/getWork?client={new string('x', length)}", null, Cancelled)).StatusCode);

    [Fact]
    public async Task Control_characters_in_a_name_are_refused() => Assert.Equal(
        HttpStatusCode.BadRequest, (await Client.PostAsync("/getWork?client=a%0Ab", null, Cancelled)).StatusCode);

    [Fact]
    public async Task The_end_is_410()
    {
        var answer = await Client.PostAsync("/getWork?client=nobody", null, Cancelled);

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains("<title>410 Gone</title>", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_held_while_there_is_nothing_and_over_failures_that_pass()
    {
        await AddAsync("getwork-3");
        using var calls = Answers(
            "patient",
            () => new GetWorkResult(GetWorkStatus.Wait, null),
            () => throw new SiloUnavailableException("gone"),
            () => throw new TimeoutException("late"),
            () => throw new InconsistentStateException("stale"),
            () => new GetWorkResult(GetWorkStatus.Wait, null));

        var answer = await Client.PostAsync("/getWork?client=patient", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(6, calls.Calls.Count);
    }

    [Fact]
    public async Task A_front_end_that_stops_does_not_hold_its_clients()
    {
        await using var stopping = await FrontEnd.StartAsync(Yard);
        await HoldAsync("getwork-held");
        using var calls = Answers("held");

        var held = stopping.Client.PostAsync("/getWork?client=held", null, Cancelled);
        await calls.Began.WaitAsync(Cancelled);
        await stopping.App.StopAsync(Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await held).StatusCode);
    }

    [Fact]
    public async Task A_fault_of_the_program_ends_no_client()
    {
        await AddAsync("getwork-4");
        using var calls = Answers(
            "unlucky",
            () => throw new InvalidOperationException("a fault"),
            () => throw new OperationCanceledException("not by the client"));

        var answer = await Client.PostAsync("/getWork?client=unlucky", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_campaign_learns_that_a_client_has_left()
    {
        await HoldAsync("getwork-left");
        using var calls = Answers("leaver");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var request = Client.PostAsync("/getWork?client=leaver", null, leaving.Token);
        await calls.Began.WaitAsync(Cancelled);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await calls.Ended.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task A_description_is_a_package_with_the_right_answers()
    {
        await AddAsync("described");

        var body = await (await Client.PostAsync("/getDescription?table=described&year=2022", null, Cancelled)).Content.ReadAsStringAsync(Cancelled);

        Assert.Contains("""
            "gt":{"cea":[{"col_id":"0","mapped":"Q72","row_id":"1"}]},"header"
            """, body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.PostAsync("/getDescription?table=unknown", null, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync("/getDescription", null, Cancelled)).StatusCode);
    }

    private IQueueGrain Queue => Yard.Grains.Reach<IQueueGrain>(TableNames.Campaign);

    private async Task<YardTable> AddAsync(string name)
    {
        _tables.Add(await Yard.Tables.AddAsync(name));
        return _tables[^1];
    }

    /// <summary>There is a table, and nobody gets it.</summary>
    private async Task HoldAsync(string name)
    {
        await Queue.PauseAsync("a test", "to see who waits");
        await AddAsync(name);
    }

    private async Task EndAsync()
    {
        foreach (var table in _tables)
        {
            await table.Grain.CancelAsync("the test is over");
        }
    }

    /// <summary>What a client's first calls get; later ones get what the campaign has.</summary>
    private CallFault Answers(string client, params Func<GetWorkResult>[] answers)
    {
        var left = new ConcurrentQueue<Func<GetWorkResult>>(answers);
        return Yard.Faults.On<ICampaignGrain>(
            nameof(ICampaignGrain.GetWorkAsync),
            call => call.Argument<string>(0) == client,
            async call =>
            {
                if (left.TryDequeue(out var answer))
                {
                    call.Answer = answer();
                }
                else
                {
                    await call.InvokeAsync();
                }
            });
    }
}
