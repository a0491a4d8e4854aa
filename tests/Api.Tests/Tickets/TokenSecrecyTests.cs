using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tickets;

public sealed class TokenSecrecyTests(YardCluster cluster)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_line_of_a_log_has_a_token_however_much_is_logged()
    {
        var logs = new FakeLoggerProvider();
        await using var frontEnd = await FrontEnd.StartAsync(
            cluster,
            services => services.AddLogging(logging => logging.AddProvider(logs)),
            ("Logging:LogLevel:Default", "Trace"),
            ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"));
        var token = TicketToken.New();
        var id = (await cluster.Tickets.AddAsync(token, WorkStatus.Completed)).Id;

        foreach (var path in (string[])[$"/status/{id}&{token}", $"/result/{id}&{token}", $"/status/{id}&{token}/", $"/RESULT/x%26{token}/y"])
        {
            await frontEnd.Client.GetAsync(path, Cancelled);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/tickets/{id}");
        request.Headers.Add(SentToken.Header, token);
        await frontEnd.Client.SendAsync(request, Cancelled);

        var records = logs.Collector.GetSnapshot();
        Assert.Contains(records, record => record.Message.Contains($"/status/{id}&token", StringComparison.Ordinal));
        Assert.DoesNotContain(records, record => record.Everything().Contains(token, StringComparison.Ordinal));
    }
}
