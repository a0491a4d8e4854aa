using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Switchyard.Jobs;
using Switchyard.Tasks;
using Switchyard.Yard;

namespace Switchyard.Work.Logs;

/// <summary>What items wrote, whoever keeps it.</summary>
public sealed class LogTests(YardCluster cluster) : TasksTest(cluster)
{
    [Fact]
    public async Task What_a_worker_writes_is_read_whole_and_by_its_ends()
    {
        var (id, lease) = await HoldAsync();
        await ActAsync("renew", id, lease, ""","log":"one\n","progress":0.5""");
        await ActAsync("renew", id, lease, ""","log":"two\nthree\n" """);
        var whole = await LogAsync(id);

        Assert.Equal(["one", "two", "three"], whole.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("one", await LogAsync(id, "?head=1"), StringComparison.Ordinal);
        Assert.DoesNotContain("two", await LogAsync(id, "?head=1"), StringComparison.Ordinal);
        Assert.Equal("three", (await LogAsync(id, "?tail=1")).Trim());
        var item = Json((await SendAsync("GET", $"/api/v1/work/{id}", null)).Body);
        Assert.Equal((0.5, null, $"/api/v1/tasks/{id}"), ((double?)item["progress"], (string?)item["result"], (string?)item["links"]!["view"]));
    }

    [Fact]
    public async Task A_log_is_followed_until_its_item_ends()
    {
        var (id, lease) = await HoldAsync();
        await ActAsync("renew", id, lease, ""","log":"before\n" """);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/work/{id}/log");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        var said = new List<string>();
        await foreach (var happened in SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancelled)).EnumerateAsync(Cancelled))
        {
            said.Add($"{happened.EventType} {((string?)JsonNode.Parse(happened.Data)!["text"] ?? (string?)JsonNode.Parse(happened.Data)!["status"])?.Trim()}".Trim());
            if (said.Count == 2)
            {
                await ActAsync("renew", id, lease, ""","log":"while\n" """);
            }
            else if (said.Count == 3)
            {
                await ActAsync("complete", id, lease, ""","result":{"a": 1}""");
            }
        }

        Assert.Equal(["reset", "log before", "log while", "end completed"], said);
        var item = Json((await SendAsync("GET", $"/api/v1/work/{id}", null)).Body);
        Assert.Equal($"/api/v1/tasks/{id}/result", (string?)item["result"]);
        Assert.Equal((HttpStatusCode.OK, """{"a":1}"""), await SendAsync("GET", (string)item["result"]!, null));
    }

    [Fact]
    public async Task A_job_has_its_lines_with_their_times()
    {
        var job = await Yard.Jobs.AddAsync($"LOG_{Guid.NewGuid():N}", JobStatus.Built, log: "Half done.");

        var line = (await LogAsync(job.Id, "?tail=1")).Trim();

        Assert.EndsWith(" Half done.", line, StringComparison.Ordinal);
        Assert.True(DateTimeOffset.TryParse(line.Split(' ')[0], out _), line);
    }

    [Fact]
    public async Task An_item_that_has_not_changed_is_not_sent_again()
    {
        var id = await AddAsync();
        using var first = await Client.GetAsync($"/api/v1/work/{id}", Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/work/{id}");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await Client.SendAsync(request, Cancelled);

        Assert.Equal((HttpStatusCode.NotModified, ""), (second.StatusCode, await second.Content.ReadAsStringAsync(Cancelled)));
    }

    [Theory]
    [InlineData("?head=0", HttpStatusCode.BadRequest)]
    [InlineData("?tail=x", HttpStatusCode.BadRequest)]
    [InlineData("?head=1&tail=1", HttpStatusCode.BadRequest)]
    [InlineData("?follow=maybe", HttpStatusCode.BadRequest)]
    [InlineData("?follow=true&head=1", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.NotFound)]
    [InlineData("?follow=true", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_read_is_told(string query, HttpStatusCode status) =>
        Assert.Equal(status, await StatusAsync("GET", $"/api/v1/work/999999999999/log{query}"));

    private async Task<string> LogAsync(long id, string query = "")
    {
        using var answer = await Client.GetAsync($"/api/v1/work/{id}/log{query}", Cancelled);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }
}
