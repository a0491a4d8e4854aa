using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Switchyard.Yard;

namespace Switchyard.Expertise;

public sealed class TokenSecrecyTests(YardCluster cluster, OpenReviewProfiles openReview)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_line_of_a_log_and_no_answer_has_a_token_however_much_is_logged()
    {
        var logs = new FakeLoggerProvider();
        await using var frontEnd = await FrontEnd.StartAsync(
            cluster,
            services => services.AddLogging(logging => logging.AddProvider(logs)),
            ("Expertise:OpenReviewBaseUrl", openReview.Url),
            ("Logging:LogLevel:Default", "Trace"),
            ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"));
        var secret = Guid.NewGuid().ToString("N");
        string[] tokens = [$"{secret}-token", $"{secret}-refused", $"{secret}-broken"];
        openReview.Answers[tokens[2]] = (500, "");
        using var lost = Fail("lost", new TimeoutException("lost"));
        using var broken = Fail("broken", new InvalidOperationException("broken"));

        foreach (var token in tokens)
        {
            foreach (var name in (string[])["lost", "broken", "fine"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/expertise");
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                request.Content = new StringContent(
                    $$$"""{"config":{"name":"{{{name}}}","match_group":"G","token":"{{{token}}}"}}""", Encoding.UTF8, "application/json");
                using var answer = await frontEnd.Client.SendAsync(request, Cancelled);
                Assert.DoesNotContain(token, await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
                Assert.Equal(token == tokens[0] && name == "fine", answer.StatusCode == HttpStatusCode.OK);
            }
        }

        var records = logs.Collector.GetSnapshot();
        Assert.Contains(records, record => record.Message.Contains("POST /expertise failed.", StringComparison.Ordinal));
        Assert.Contains(records, record => record.Message.Contains("OpenReview does not say whose a token is", StringComparison.Ordinal));
        Assert.DoesNotContain(records, record => record.Everything().Contains(secret, StringComparison.Ordinal));
    }

    private CallFault Fail(string name, Exception failure) => cluster.Faults.Fail<IExpertiseJobsGrain>(
        nameof(IExpertiseJobsGrain.SubmitAsync), call => call.Argument<ExpertiseSubmission>(0).Name == name, failure);
}
