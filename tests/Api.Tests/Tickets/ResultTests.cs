using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tickets;

public sealed class ResultTests(YardCluster cluster) : TicketsTest(cluster)
{
    private const string NoTicket = "No such id or wrong access token!";

    [Theory]
    [InlineData(WorkStatus.Queued, "Task has not been started!", "Task pending...")]
    [InlineData(WorkStatus.Running, "Task has been started!", "Task pending...")]
    [InlineData(WorkStatus.Completed, "Task has been finished!", "No output file!")]
    [InlineData(WorkStatus.Failed, "Errors occurred", "Errors occurred!")]
    [InlineData(WorkStatus.Cancelled, "Errors occurred", "Errors occurred!")]
    [InlineData(WorkStatus.TimedOut, "Errors occurred", "Errors occurred!")]
    public async Task A_ticket_is_told_in_the_originals_words(WorkStatus status, string told, string result)
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, status)).Id;

        Assert.Equal((HttpStatusCode.OK, told), await GetAsync($"/status/{id}&{token}"));
        Assert.Equal((HttpStatusCode.OK, result), await GetAsync($"/result/{id}&{token}"));
        Assert.Equal((HttpStatusCode.OK, told), await GetAsync($"/Status/{id}%26{token}"));
    }

    [Theory]
    [InlineData("{0}&wrong")]
    [InlineData("{0}&{1}0")]
    [InlineData("{0}&{1}/")]
    [InlineData("{0}&&{1}")]
    [InlineData("1&{1}")]
    [InlineData("-1&{1}")]
    [InlineData("0&{1}")]
    [InlineData("%20{0}&{1}")]
    [InlineData("99999999999999999999&{1}")]
    [InlineData("one&{1}")]
    public async Task An_unknown_id_and_a_wrong_token_are_one(string path)
    {
        var token = NewToken();
        var id = (await Tickets.AddAsync(token, "secret"u8.ToArray())).Id;

        foreach (var route in (string[])["/status/", "/result/"])
        {
            var (status, body) = await GetAsync(route + string.Format(null, path, id, token));
            Assert.Equal((HttpStatusCode.OK, NoTicket), (status, body));
        }
    }

    [Fact]
    public async Task A_result_comes_with_the_originals_headers_and_as_often_as_wanted()
    {
        var token = NewToken();
        var ticket = await Tickets.AddAsync(token, "the result"u8.ToArray());
        var ended = (await ticket.GetAsync()).FinishedAt!.Value;

        foreach (var _ in (int[])[1, 2])
        {
            using var answer = await Client.GetAsync($"/result/{ticket.Id}&{token}", Cancelled);

            Assert.Equal("the result", await answer.Content.ReadAsStringAsync(Cancelled));
            var headers = answer.Content.Headers;
            Assert.Equal("application/x-tar", headers.ContentType!.ToString());
            Assert.Equal("attachment; filename=result.tar.gz", headers.ContentDisposition!.ToString());
            Assert.Equal(10, headers.ContentLength);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(ended.ToUnixTimeSeconds()), headers.LastModified);
            Assert.Equal($"\"{ticket.Id}-1\"", answer.Headers.ETag!.Tag);
            Assert.True(answer.Headers.CacheControl!.NoCache);
        }

        await ticket.FetchedOnce.WaitAsync(Cancelled);
    }

    [Fact]
    public async Task A_look_a_part_and_an_unchanged_result_are_no_download()
    {
        var token = NewToken();
        var ticket = await Tickets.AddAsync(token, "0123456789"u8.ToArray());
        var url = $"/result/{ticket.Id}&{token}";

        using (var head = await Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url), Cancelled))
        {
            Assert.Equal(10, head.Content.Headers.ContentLength);
        }

        using var part = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(2, 4) } };
        using (var answer = await Client.SendAsync(part, Cancelled))
        {
            Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
            Assert.Equal("234", await answer.Content.ReadAsStringAsync(Cancelled));
        }

        using var same = new HttpRequestMessage(HttpMethod.Get, url);
        same.Headers.IfNoneMatch.ParseAdd($"\"{ticket.Id}-1\"");
        using (var answer = await Client.SendAsync(same, Cancelled))
        {
            Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        }

        // The next is one: had the others counted, there would be more.
        await GetAsync(url);
        await ticket.FetchedOnce.WaitAsync(Cancelled);
        Assert.Equal(1, ticket.Fetched);
    }

    [Fact]
    public async Task A_transfer_that_breaks_is_no_download()
    {
        var token = NewToken();
        var content = new byte[64 * 1024 * 1024];
        var ticket = await Tickets.AddAsync(token, content);
        var url = $"/result/{ticket.Id}&{token}";

        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", Client.BaseAddress!.Port, Cancelled);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {url} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), Cancelled);
            await stream.ReadExactlyAsync(new byte[1024 * 1024], Cancelled);
            client.LingerState = new LingerOption(true, 0);
        }

        using (var answer = await Client.GetAsync(url, Cancelled))
        {
            Assert.Equal(content.Length, (await answer.Content.ReadAsByteArrayAsync(Cancelled)).Length);
        }

        await ticket.FetchedOnce.WaitAsync(Cancelled);
        Assert.Equal(1, ticket.Fetched);
    }

    [Fact]
    public async Task A_result_whose_blob_is_gone_is_no_output()
    {
        var token = NewToken();
        var blob = await Yard.Blobs.AddAsync("gone"u8.ToArray());
        var id = (await Tickets.AddAsync(token, WorkStatus.Completed, blob, 4)).Id;
        await Yard.Blobs.DeleteAsync(blob);

        Assert.Equal((HttpStatusCode.OK, "No output file!"), await GetAsync($"/result/{id}&{token}"));
    }
}
