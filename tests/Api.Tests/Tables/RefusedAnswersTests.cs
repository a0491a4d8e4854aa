using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Tables;

/// <summary>Clients whose answers are refused, and names of tables that clients write in another way.</summary>
public sealed class RefusedAnswersTests(OwnCluster cluster) : YardTest(cluster), IClassFixture<OwnCluster>
{
    [Theory]
    [InlineData("/storeResult/refused-1/?client=by-name", "by-name")]
    [InlineData("/storeError/refused-2/?c/?client=by-cut-query", "by-cut-query")]
    [InlineData("/storeResult/refused%2541/?client=by-other-name", "by-other-name")]
    public async Task A_client_whose_answers_are_refused_again_and_again_is_named_and_waits(string url, string client)
    {
        for (var i = 0; i < 12; i++)
        {
            using var answer = await Client.PutAsync(url, new StringContent("{}"), Cancelled);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }

        var named = await RefusedAsync(client, 12);
        Assert.NotNull(named["heldUntil"]);
        Assert.Equal(
            GetWorkStatus.Wait, (await Yard.Tables.Campaign.GetWorkAsync(client, TimeSpan.Zero, Cancelled)).Status);
    }

    [Fact]
    public async Task An_answer_without_a_client_is_counted_against_who_has_the_table()
    {
        await Yard.Tables.AddAsync("cut#short");
        YardTable? got = null;
        while (got is null)
        {
            var work = await Yard.Tables.Campaign.GetWorkAsync("unquoting", TimeSpan.FromSeconds(5), Cancelled);
            got = work.Package!.Name == "cut#short" ? await Yard.Tables.FindAsync("cut#short") : null;
        }

        using var answer = await Client.PutAsync("/storeResult/cut/", new StringContent("{}"), Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        await RefusedAsync("unquoting", 1);
    }

    [Fact]
    public async Task What_is_taken_is_no_refusal()
    {
        await Yard.Tables.AddAsync("taken", "taker");

        using var answer = await Client.PutAsync("/storeError/taken/?client=taker", new StringContent("no"), Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(await Yard.Tables.Campaign.GetRefusedClientsAsync(), refused => refused.Client == "taker");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    public async Task A_list_of_clients_has_bounds(string limit) => Assert.Equal(
        HttpStatusCode.BadRequest, (await Client.GetAsync($"/api/v1/tables/clients?limit={limit}", Cancelled)).StatusCode);

    [Fact]
    public async Task A_description_of_a_table_that_cannot_be_read_says_why()
    {
        await Yard.Tables.AddUnreadableAsync("unreadable");

        using var answer = await Client.PostAsync("/getDescription?table=unreadable", null, Cancelled);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("not valid UTF-8 at byte 1, line 1", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_in_another_normal_form_is_told_apart_wherever_it_is_asked_for()
    {
        const string told = "(Zu<U+0308>rich)";
        await Yard.Tables.AddAsync("Zu\u0308rich");
        var name = Uri.EscapeDataString("Z\u00FCrich");

        foreach (var answer in new[]
        {
            await Client.PostAsync($"/getDescription?table={name}", null, Cancelled),
            await Client.PutAsync($"/storeResult/{name}/?client=me", new StringContent("{}"), Cancelled),
            await Client.GetAsync($"/api/v1/tables/items/{name}", Cancelled),
            await Client.PostAsJsonAsync("/api/v1/tables/reset", new { which = "named", tables = new[] { "Z\u00FCrich" } }, Cancelled),
        })
        {
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync(Cancelled);
            Assert.Contains(told, WebUtility.HtmlDecode(text).Replace("\\u003C", "<", StringComparison.OrdinalIgnoreCase).Replace("\\u003E", ">", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
        }
    }

    private async Task<JsonNode> RefusedAsync(string client, int refusals)
    {
        JsonNode? named = null;
        await Eventually.IsAsync(async () =>
        {
            var list = await Client.GetFromJsonAsync<JsonNode>("/api/v1/tables/clients", Cancelled);
            named = list!["refused"]!.AsArray().FirstOrDefault(one => (string?)one!["client"] == client);
            return (int?)named?["refusals"] == refusals;
        });
        return named!;
    }
}
