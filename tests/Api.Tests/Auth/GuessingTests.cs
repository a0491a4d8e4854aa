using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Yard;

namespace Switchyard.Auth;

public sealed class GuessingTests(YardCluster cluster) : AuthTest(cluster)
{
    private const string Path = "/api/v1/services";

    private static readonly (string, string) Right = Basic("Jen", "right");
    private static readonly (string, string) Wrong = Basic("Jen", "wrong");

    [Fact]
    public async Task After_ten_failures_an_address_is_not_listened_to_rightly_or_wrongly()
    {
        var log = new FakeLogCollector();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var front = await StartAsync(log, time);
        var client = front.Client;
        for (var guess = 0; guess < FailedSignIns.MostFailures; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client, "GET", Path, null, Wrong)).Status);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation(Right.Item1, Right.Item2);
        using var refused = await client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(client, "GET", Path, null, Key(await NewKeyAsync(Role.Admin)))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(client, "GET", "/getWork", null, Right)).Status);

        // Nobody is kept from what is open, and who sends nothing guesses nothing.
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, "GET", "/health/alive", null, Wrong)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client, "GET", Path, null)).Status);

        var lines = log.GetSnapshot().Select(record => record.Message).ToArray();
        Assert.Equal(FailedSignIns.MostFailures, lines.Count(line => line.StartsWith("Refused: a password from 127.0.0.1, request ", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith("127.0.0.1 has failed 10 times", StringComparison.Ordinal));
        Assert.DoesNotContain(log.GetSnapshot(), record => record.Everything().Contains("wrong", StringComparison.Ordinal));

        time.Advance(FailedSignIns.Window);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, "GET", Path, null, Right)).Status);
    }

    [Fact]
    public async Task Missing_credentials_are_no_failures()
    {
        await using var front = await StartAsync(new FakeLogCollector(), TimeProvider.System);
        for (var request = 0; request < 3 * FailedSignIns.MostFailures; request++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(front.Client, "GET", Path, null)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(front.Client, "GET", Path, null, Right)).Status);
    }

    [Theory]
    [InlineData("X-API-Key", "guess")]
    [InlineData("X-API-Key", "sy_aaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("Authorization", "Bearer sy_x")]
    [InlineData("Authorization", "Basic ***")]
    public async Task Every_kind_counts(string header, string value)
    {
        await using var front = await StartAsync(new FakeLogCollector(), TimeProvider.System);
        for (var guess = 0; guess < FailedSignIns.MostFailures; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(front.Client, "GET", Path, null, (header, value))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(front.Client, "GET", Path, null, Right)).Status);
    }

    [Fact]
    public async Task So_does_a_workers_key_also_of_an_open_node()
    {
        const string claim = "/api/v1/jobs/claim";
        await using var front = await FrontEnd.StartAsync(Yard, services: null, ("Jobs:ApiKey", "a-key-of-16-char"));
        for (var guess = 0; guess < FailedSignIns.MostFailures; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(front.Client, "POST", claim, "{}", Key("guess"))).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(front.Client, "POST", claim, "{}", Key("a-key-of-16-char"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(front.Client, "GET", "/api/v1/jobs", null)).Status);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_senders_are_told_apart()
    {
        await using var front = await StartAsync(new FakeLogCollector(), TimeProvider.System, ("Auth:TrustedProxies:0", "127.0.0.0/8"), ("Auth:TrustedProxies:1", "10.0.0.1"));
        for (var guess = 0; guess < FailedSignIns.MostFailures; guess++)
        {
            // What stands before the last that is not a proxy is the guesser's own word.
            await SendAsync(front.Client, "GET", Path, null, Wrong, ("X-Forwarded-For", $"192.0.2.{guess}, 198.51.100.7, 10.0.0.1"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(front.Client, "GET", Path, null, Right, ("X-Forwarded-For", "198.51.100.7"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(front.Client, "GET", Path, null, Right, ("X-Forwarded-For", "198.51.100.8"))).Status);
    }

    [Fact]
    public async Task Others_words_on_the_sender_are_not_believed()
    {
        await using var front = await StartAsync(new FakeLogCollector(), TimeProvider.System, ("Auth:TrustedProxies:0", "10.0.0.1"));
        for (var guess = 0; guess < FailedSignIns.MostFailures; guess++)
        {
            await SendAsync(front.Client, "GET", Path, null, Wrong, ("X-Forwarded-For", $"192.0.2.{guess}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(front.Client, "GET", Path, null, Right, ("X-Forwarded-For", "192.0.2.99"))).Status);
    }

    private Task<FrontEnd> StartAsync(FakeLogCollector log, TimeProvider time, params (string, string)[] more) => FrontEnd.StartAsync(
        Yard,
        services =>
        {
            services.AddSingleton(time);
            services.AddSingleton<ILoggerProvider>(new FakeLoggerProvider(log));
        },
        [("Auth:Mode", "Keys,Basic"), ("Auth:Basic:User", "Jen"), ("Auth:Basic:Password", "right"), .. more]);
}
