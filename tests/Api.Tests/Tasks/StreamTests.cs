using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class StreamTests(YardCluster cluster) : TasksTest(cluster)
{
    [Fact]
    public async Task Each_line_is_answered_with_a_line_in_its_order()
    {
        using var content = Lines($$"""{"queue":"{{Queue}}","payload":1}""", "", "   ", "{\"queue\":", $$"""{"queue":"{{Queue}}","payload":2} {}""", $$"""{"queue":"{{Queue}}","payload":3}""");
        using var answer = await Client.PostAsync(Tasks, content, Cancelled);
        var lines = (await answer.Content.ReadAsStringAsync(Cancelled)).Split('\n');

        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Equal("", lines[^1]);
        Assert.Equal(["id", "error", "error", "id"], lines[..^1].Select(line => Json(line).AsObject().Single().Key));
        Assert.StartsWith("Line 4 is no JSON:", (string?)Json(lines[1])["error"]!["detail"], StringComparison.Ordinal);
        Assert.Equal([1, 3], (await ClaimAsync(10)).Select(task => (int)task!["payload"]!));
    }

    [Fact]
    public async Task Their_number_has_no_limit_and_their_order_stays()
    {
        const int Many = 12_345;
        using var content = Lines(Enumerable.Range(0, Many).Select(number => $$"""{"queue":"{{Queue}}","payload":{{number}}}"""));
        using var answer = await Client.PostAsync(Tasks, content, Cancelled);
        var ids = (await answer.Content.ReadAsStringAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (long)Json(line)["id"]!).ToArray();

        Assert.Equal(Many, ids.Distinct().Count());
        Assert.Equal(ids.Order(), ids);
        Assert.Equal(Enumerable.Range(0, 1000), (await ClaimAsync(1000)).Select(task => (int)task!["payload"]!));
    }

    [Fact]
    public async Task No_lines_are_no_answers()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Tasks) { Content = Lines(), Headers = { TransferEncodingChunked = true } };
        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal((HttpStatusCode.OK, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled)));
    }

    [Fact]
    public async Task A_key_does_not_go_with_lines()
    {
        using var content = Lines($$"""{"queue":"{{Queue}}","payload":1}""");
        content.Headers.TryAddWithoutValidation("Idempotency-Key", "k");
        using var answer = await Client.PostAsync(Tasks, content, Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task A_line_is_answered_while_the_next_are_on_their_way()
    {
        using var talk = await TalkAsync();

        await talk.SayAsync($$"""{"queue":"{{Queue}}","payload":1}""");
        var first = await talk.HearAsync();
        await talk.SayAsync($$"""{"queue":"{{Queue}}","payload":2}""");
        var second = await talk.HearAsync();
        await talk.EndAsync();

        Assert.True((long)first["id"]! < (long)second["id"]!);
    }

    [Fact]
    public async Task Who_breaks_off_leaves_what_was_stored()
    {
        long id;
        using (var talk = await TalkAsync())
        {
            await talk.SayAsync($$"""{"queue":"{{Queue}}","payload":1}""");
            id = (long)(await talk.HearAsync())["id"]!;
        }

        Assert.Equal(id, (long)Assert.Single(await ClaimAsync(10))!["id"]!);
    }

    [Fact]
    public async Task Lines_of_which_nobody_knows_are_answered_so_and_the_next_are_taken()
    {
        using var lost = Yard.Faults.Fail<ITaskLaneGrain>(
            nameof(ITaskLaneGrain.SubmitAsync), IsOurs, new TimeoutException("lost"));
        using var talk = await TalkAsync();

        await talk.SayAsync($$"""{"queue":"{{Queue}}","payload":1}""");
        Assert.Equal(503, (int)(await talk.HearAsync())["error"]!["status"]!);
        await talk.SayAsync($$"""{"queue":"{{Queue}}","payload":2}""");
        Assert.NotNull((await talk.HearAsync())["id"]);
        await talk.EndAsync();
    }

    [Fact]
    public async Task One_of_which_nobody_knows_is_503()
    {
        using var lost = Yard.Faults.Fail<ITaskLaneGrain>(
            nameof(ITaskLaneGrain.SubmitAsync), IsOurs, new TimeoutException("lost"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("POST", Tasks, $$"""{"queue":"{{Queue}}","payload":1}""")).Status);
        await AddAsync();
    }

    [Fact]
    public async Task A_body_that_is_no_stream_ends_at_64_mebibytes()
    {
        using var talk = await TalkAsync("Content-Type: application/json\r\nContent-Length: 67108865\r\nExpect: 100-continue");

        Assert.StartsWith("HTTP/1.1 413", talk.Status, StringComparison.Ordinal);
    }

    private bool IsOurs(GrainCall call) => call.Argument<IReadOnlyList<NewTask>>(0)[0].Queue == Queue;

    private Task<Talk> TalkAsync(string headers = "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked") =>
        Talk.BeginAsync(Client.BaseAddress!, $"POST {Tasks} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n");

    /// <summary>A client that hears answers while it sends, in chunks.</summary>
    private sealed class Talk(TcpClient connection, StreamReader answers) : IDisposable
    {
        private string? _status;

        public string Status => _status!;

        public static async Task<Talk> BeginAsync(Uri url, string head)
        {
            var connection = new TcpClient();
            await connection.ConnectAsync(url.Host, url.Port, Cancelled);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Cancelled);
            var talk = new Talk(connection, new StreamReader(connection.GetStream()));
            if (head.Contains("100-continue", StringComparison.Ordinal))
            {
                talk._status = await talk.LineAsync();
            }

            return talk;
        }

        public async Task SayAsync(string line)
        {
            var chunk = $"{line.Length + 1:x}\r\n{line}\n\r\n";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(chunk), Cancelled);
        }

        public async Task<JsonNode> HearAsync()
        {
            var line = await LineAsync();
            while (!line.StartsWith('{'))
            {
                line = await LineAsync();
            }

            return JsonNode.Parse(line)!;
        }

        public async Task EndAsync()
        {
            await connection.GetStream().WriteAsync("0\r\n\r\n"u8.ToArray(), Cancelled);
            while (await LineAsync() != "0")
            {
            }
        }

        public void Dispose()
        {
            answers.Dispose();
            connection.Dispose();
        }

        private async Task<string> LineAsync() =>
            await answers.ReadLineAsync(Cancelled) ?? throw new IOException("The connection was closed.");
    }
}
