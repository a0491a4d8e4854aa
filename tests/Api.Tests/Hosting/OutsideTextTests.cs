using System.Net;
using System.Text;
using Switchyard.Tables;
using Switchyard.Yard;

namespace Switchyard.Hosting;

public sealed class OutsideTextTests(YardCluster cluster) : YardTest(cluster)
{
    [Theory]
    [InlineData("", true)]
    [InlineData("Zürich 😀", true)]
    [InlineData("😀😀", true)]
    [InlineData("a\0", false)]
    [InlineData("\0😀", false)]
    [InlineData("😀\0", false)]
    public void Text_without_nul_is_sound(string text, bool sound) => Assert.Equal(sound, OutsideText.IsSound(text));

    // Not by InlineData, which cannot hold them.
    [Fact]
    public void Half_a_pair_is_not_sound() =>
        Assert.DoesNotContain(["\uD83D", "a\uD83D", "\uD83Da", "\uDE00", "\uDE00\uD83D", "😀\uD83D"], text => OutsideText.IsSound(text));

    [Theory]
    [InlineData("GET", "/api/v1/work?name=a%00")]
    [InlineData("GET", "/api/v1/tables?a%00=b")]
    [InlineData("POST", "/getDescription?table=a%00b")]
    [InlineData("PUT", "/storeError/T/?client=a%00")]
    [InlineData("PUT", "/storeError/T%00/?client=a")]
    [InlineData("GET", "/api/v1/queues/a%00")]
    public async Task A_url_with_nul_is_refused(string method, string url)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);

        Assert.Equal(HttpStatusCode.BadRequest, (await Client.SendAsync(request, Cancelled)).StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/work/{0}/cancel", """{"reason":"a\u0000"}""")]
    [InlineData("/api/v1/work/{0}/cancel", """{"reason":"a\udc00"}""")]
    [InlineData("/api/v1/queues/tables/pause", """{"reason":"a\u0000"}""")]
    [InlineData("/api/v1/queues/tables/pause", """{"reason":"a\ud800"}""")]
    public async Task A_reason_that_is_not_sound_is_refused(string path, string body)
    {
        var table = await Yard.Tables.FindAsync("first");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var answer = await Client.PostAsync(string.Format(null, path, table.Id), content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("urn:switchyard:problem:invalid-request", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_has_at_most_2000_characters()
    {
        var table = await Yard.Tables.FindAsync("first");
        using var content = new StringContent($$"""{"reason":"{{new string('x', 2001)}}"}""", Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync($"/api/v1/work/{table.Id}/cancel", content, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task A_form_over_its_bounds_is_the_clients_fault()
    {
        using var form = new FormUrlEncodedContent(Enumerable.Range(0, 2000).Select(key => KeyValuePair.Create($"k{key}", "")));

        Assert.Equal(HttpStatusCode.BadRequest, (await Client.PostAsync("/getWork", form, Cancelled)).StatusCode);
    }

    [Fact]
    public async Task Bad_data_in_the_cluster_is_not_the_clients_fault()
    {
        using var corrupt = Yard.Faults.Fail<ITableReportsGrain>(
            nameof(ITableReportsGrain.FindAsync), call => call.Argument<string>(0) == "corrupt", new InvalidDataException("a broken row"));

        Assert.Equal(HttpStatusCode.InternalServerError, (await Client.PostAsync("/getDescription?table=corrupt", null, Cancelled)).StatusCode);
    }
}
