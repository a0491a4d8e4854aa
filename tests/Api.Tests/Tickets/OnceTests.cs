using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Hosting;
using Switchyard.Yard;

namespace Switchyard.Tickets;

public sealed class OnceTests(YardCluster cluster) : TicketsTest(cluster)
{
    private readonly string _key = $"k-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_ticket_is_made_once_under_a_key_whatever_comes_at_the_same_time()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UploadAsync("same")));
        answers = [.. answers, await UploadAsync("same")];

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Accepted, answers[0].Body), answer));
        var made = JsonNode.Parse(answers[0].Body)!;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tickets/{made["id"]}");
        request.Headers.Add(SentToken.Header, (string)made["token"]!);
        using var ticket = await Client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.OK, ticket.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await UploadAsync("other")).Status);
    }

    private async Task<(HttpStatusCode Status, string Body)> UploadAsync(string text)
    {
        using var form = Form(("service", YardSource.Service, false), ("payload", text, true));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets") { Content = form };
        request.Headers.Add(IdempotencyKey.Header, _key);
        using var answer = await Client.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }
}
