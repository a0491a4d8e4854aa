using System.Net;
using System.Net.Sockets;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Hosting;

public sealed class BodyTests(YardCluster cluster) : YardTest(cluster)
{
    private const int Length = 8 * 1024 * 1024;

    protected override (string Key, string Value)[] Settings =>
    [
        ("Tickets:Classic:Service", YardSource.Service),
        ("Services:0:Name", YardSource.Service),
        ("Services:0:Command:0", "true"),
    ];

    [Theory]
    [InlineData("/getWork", "--b\r\nContent-Disposition: form-data; name=\"client\"\r\n\r\ncut off")]
    [InlineData("/getWork", "--b\r\nContent-Disposition: form-data; name=\"client\"\r\n\r\nme\r\n")]
    [InlineData("/getWork", "no form at all")]
    [InlineData("/request", "--b\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\ncut off")]
    [InlineData("/api/v1/tickets", "--b\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\ncut off")]
    public async Task A_form_that_ends_too_early_is_its_senders_fault(string path, string text)
    {
        using var answer = await Client.PostAsync(new Uri(path, UriKind.Relative), Form(text), Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_classic_protocol_says_so_in_its_own_words()
    {
        using var answer = await Client.PostAsync(new Uri("/responses", UriKind.Relative), Form("--b\r\nContent-Disposition: form-data; name=\"request_id\"\r\n\r\n1-"), Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("cannot be retrieved", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "Host: evil.example", "HTTP/1.1 400 ")]
    [InlineData("/api/v1/queues/tables/resume", "Host: 127.0.0.1\r\nOrigin: http://evil.example", "HTTP/1.1 403 ")]
    [InlineData("/getWork?client=%00", "Host: 127.0.0.1", "HTTP/1.1 400 ")]
    public async Task Who_is_refused_at_the_door_sees_why_and_may_ask_again(string path, string headers, string status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Client.BaseAddress!.Port, Cancelled);
        await using var stream = client.GetStream();

        for (var times = 0; times < 2; times++)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\n{headers}\r\nContent-Length: {Length}\r\n\r\n"), Cancelled);
            await stream.WriteAsync(new byte[Length], Cancelled);
            var answer = await ReadAnswerAsync(stream);
            Assert.StartsWith(status, answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Connection: close", answer, StringComparison.Ordinal);
        }
    }

    private static StringContent Form(string text)
    {
        var content = new StringContent(text);
        content.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "b") } };
        return content;
    }

    /// <summary>The head of an answer; what follows it is read to its end.</summary>
    private static async Task<string> ReadAnswerAsync(NetworkStream stream)
    {
        var (bytes, length) = (new byte[16 * 1024], 0);
        while (true)
        {
            var count = await stream.ReadAsync(bytes.AsMemory(length), Cancelled);
            Assert.NotEqual(0, count);
            length += count;
            var text = Encoding.UTF8.GetString(bytes, 0, length);
            if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is var end and > 0
                && (text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || LengthIn(text) == length - end - 4))
            {
                return text[..end];
            }
        }
    }

    private static int? LengthIn(string text) =>
        text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal)) is { } line
            ? int.Parse(line["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
