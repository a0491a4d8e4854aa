using System.Net;
using System.Security.Cryptography;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Tickets;

public sealed class RequestTests(YardCluster cluster) : TicketsTest(cluster)
{
    private const string Limit = "6000";

    /// <summary>No other class has this bound: so its uploads are told from those of others.</summary>
    private const long MaxUnpacked = 3000;

    protected override (string Key, string Value)[] Settings =>
        [("Tickets:MaxRequestBytes", Limit), ("Tickets:MaxUnpackedBytes", $"{MaxUnpacked}"), ("Tickets:MaxEntries", "3")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_is_a_ticket_in_whatever_order_its_parts_come(bool serviceFirst)
    {
        var payload = $"archive {serviceFirst}";
        (string, string, bool)[] parts =
            [("service", YardSource.Service, false), ("other", "x", false), ("payload", payload, true), ("payload", "second", true)];
        using var form = Form(serviceFirst ? parts : [.. parts.Reverse().Skip(1)]);
        using var submissions = Yard.Faults.Watch<ITicketGrain>(nameof(ITicketGrain.SubmitAsync), _ => true);

        var (status, body) = await PostAsync("/request", form);

        Assert.Equal(HttpStatusCode.OK, status);
        var (id, token) = Told(body);
        var made = Assert.Single(submissions.Calls, call => call.Id == id).Argument<TicketSubmission>(0);
        Assert.Equal(YardSource.Service, made.Service);
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(token)), made.TokenHash);
        Assert.Equal(Tar(payload), await Yard.Blobs.ReadAsync(made.Archive));
        Assert.Equal("127.0.0.1", made.RemoteAddress);
    }

    [Fact]
    public async Task Answers_are_called_pages()
    {
        using var form = Form(("service", YardSource.Service, false), ("payload", "typed", true));

        using var answer = await Client.PostAsync("/request", form, Cancelled);

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("Nothing")]
    [InlineData("everything")]
    [InlineData("")]
    public async Task An_unknown_service_is_not_available(string service)
    {
        using var first = Form(("service", service, false), ("payload", "unwanted", true));
        using var last = Form(("payload", "unwanted", true), ("service", service, false));

        foreach (var form in new[] { first, last })
        {
            Assert.Equal((HttpStatusCode.OK, "Service not available."), await PostAsync("/request", form));
        }

        AssertNothingLeft("unwanted");
    }

    [Fact]
    public async Task A_form_without_files_is_judged_by_its_service()
    {
        using var unknown = new FormUrlEncodedContent([KeyValuePair.Create("service", "Nothing")]);
        using var known = new FormUrlEncodedContent([KeyValuePair.Create("service", YardSource.Service)]);

        Assert.Equal((HttpStatusCode.OK, "Service not available."), await PostAsync("/request", unknown));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("/request", known)).Status);
    }

    [Fact]
    public async Task Without_a_part_there_is_a_page_and_no_ticket()
    {
        using var noService = Form(("payload", "lonely", true));
        using var noPayload = Form(("service", YardSource.Service, false));
        using var noFile = Form(("service", YardSource.Service, false), ("payload", "lonely", false));
        using var fileAsService = Form(("service", YardSource.Service, true), ("payload", "lonely", true));
        using var empty = new StringContent("");

        foreach (var content in new HttpContent[] { noService, noPayload, noFile, fileAsService, empty })
        {
            var (status, body) = await PostAsync("/request", content);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.StartsWith("<!doctype html>", body, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("/request")).Status);
        AssertNothingLeft("lonely");
    }

    [Theory]
    [InlineData("rubbish", HttpStatusCode.BadRequest, "The payload is not a tar archive.")]
    [InlineData("bomb", HttpStatusCode.BadRequest, "It unpacks to very much.")]
    [InlineData("many", HttpStatusCode.BadRequest, "The payload has more than 3 entries.")]
    [InlineData("large", HttpStatusCode.RequestEntityTooLarge, "The payload unpacks to more than 3000 bytes.")]
    public async Task What_is_refused_leaves_nothing(string payload, HttpStatusCode expected, string reason)
    {
        payload += " of these tests" + (payload == "large" ? new string('l', 4000) : "");
        using var bomb = Yard.Faults.On<IUploadsGrain>(
            nameof(IUploadsGrain.CheckAsync),
            call => call.Argument<long>(1) == MaxUnpacked && payload.StartsWith("bomb", StringComparison.Ordinal),
            call =>
            {
                call.Answer = new UploadCheck(UploadOutcome.Bomb, reason);
                return Task.CompletedTask;
            });
        using var form = Form(("service", YardSource.Service, false), ("payload", payload, true));

        var (status, body) = await PostAsync("/request", form);

        Assert.Equal(expected, status);
        Assert.Contains(reason, body, StringComparison.Ordinal);
        AssertNothingLeft(payload);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_long_is_refused_whether_it_tells_its_length_or_not(bool chunked)
    {
        using var form = Form(("service", YardSource.Service, false), ("payload", new string('l', 6000), true));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/request");
        request.Content = form;
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        AssertNothingLeft(new string('l', 6000));
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"payload\"; filename=\"f\"\r\n\r\ncut off")]
    [InlineData("no form at all")]
    public async Task A_form_that_ends_too_early_is_refused(string text)
    {
        using var content = new StringContent(text);
        content.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "b") } };

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("/request", content)).Status);
        AssertNothingLeft("cut off");
    }

    [Fact]
    public async Task Services_are_shown_as_the_original_shows_them()
    {
        using var answer = await Client.GetAsync("/supportedservices", Cancelled);

        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            $$"""[{"name":"Everything","description":"Takes \u003Call\u003E","interface":{{YardSource.Interface}}}]""",
            await answer.Content.ReadAsStringAsync(Cancelled));
    }

    private void AssertNothingLeft(string payload)
    {
        Assert.Equal(0, Yard.Blobs.Count(Encoding.UTF8.GetBytes(payload)));
    }
}
