using System.Net;
using Orleans.Storage;
using Switchyard.Yard;

namespace Switchyard.Tables;

public sealed class GetWorkTests(YardCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task A_table_is_handed_out_as_json()
    {
        var table = Yard.AddTable("getwork-1");
        Yard.Answer("c1", () => new GetWorkResult(GetWorkStatus.Assigned, table.Package));

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
        var table = Yard.AddTable("getwork-2");
        Yard.Answer("in the form", () => new GetWorkResult(GetWorkStatus.Assigned, table.Package));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("client", "in the form")]);

        var answer = await Client.PostAsync("/getWork?client=in-the-query", form, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
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
        var table = Yard.AddTable("getwork-3");
        Yard.Answer(
            "patient",
            () => new GetWorkResult(GetWorkStatus.Wait, null),
            () => throw new SiloUnavailableException("gone"),
            () => throw new TimeoutException("late"),
            () => throw new InconsistentStateException("stale"),
            () => new GetWorkResult(GetWorkStatus.Wait, null),
            () => new GetWorkResult(GetWorkStatus.Assigned, table.Package));

        var answer = await Client.PostAsync("/getWork?client=patient", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(Yard.Work["patient"]);
    }

    [Fact]
    public async Task A_front_end_that_stops_does_not_hold_its_clients()
    {
        await using var stopping = await FrontEnd.StartAsync(Cluster);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Yard.Answer("held", [.. Enumerable.Repeat<Func<GetWorkResult>>(
            () =>
            {
                asked.TrySetResult();
                return new GetWorkResult(GetWorkStatus.Wait, null);
            },
            10_000)]);

        var held = stopping.Client.PostAsync("/getWork?client=held", null, Cancelled);
        await asked.Task.WaitAsync(Cancelled);
        await stopping.App.StopAsync(Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await held).StatusCode);
    }

    [Fact]
    public async Task A_fault_of_the_program_ends_no_client()
    {
        var table = Yard.AddTable("getwork-4");
        Yard.Answer(
            "unlucky",
            () => throw new InvalidOperationException("a fault"),
            () => throw new OperationCanceledException("not by the client"),
            () => new GetWorkResult(GetWorkStatus.Assigned, table.Package));

        var answer = await Client.PostAsync("/getWork?client=unlucky", null, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_campaign_learns_that_a_client_has_left()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var request = Client.PostAsync($"/getWork?client={YardState.Leaver}", null, leaving.Token);
        await Yard.LeaverAsked.Task.WaitAsync(Cancelled);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Yard.LeaverLeft.Task.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task A_description_is_a_package_with_the_right_answers()
    {
        Yard.AddTable("described");

        var body = await (await Client.PostAsync("/getDescription?table=described&year=2022", null, Cancelled)).Content.ReadAsStringAsync(Cancelled);

        Assert.Contains("""
            "gt":{"cea":[{"col_id":"0","mapped":"Q72","row_id":"1"}]},"header"
            """, body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.PostAsync("/getDescription?table=unknown", null, Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync("/getDescription", null, Cancelled)).StatusCode);
    }
}
