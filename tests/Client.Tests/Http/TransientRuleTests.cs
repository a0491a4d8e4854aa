using System.Net;

namespace Switchyard.Client.Http;

public sealed class TransientRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, true, true)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false, false)]
    [InlineData(HttpStatusCode.InternalServerError, true, true)]
    [InlineData(HttpStatusCode.TooManyRequests, false, true)]
    [InlineData(HttpStatusCode.NotImplemented, true, false)]
    [InlineData(HttpStatusCode.BadRequest, true, false)]
    [InlineData(HttpStatusCode.Conflict, true, false)]
    [InlineData(HttpStatusCode.Unauthorized, true, false)]
    public void A_status_passes_or_not(HttpStatusCode status, bool repeatable, bool passes) =>
        Assert.Equal(passes, TransientRule.Passes(status, repeatable));

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, false, true)]
    [InlineData(HttpRequestError.ResponseEnded, false, false)]
    [InlineData(HttpRequestError.ResponseEnded, true, true)]
    [InlineData(HttpRequestError.SecureConnectionError, true, false)]
    public void What_was_sent_maybe_is_repeated_only_where_it_does_no_harm(HttpRequestError error, bool repeatable, bool passes) =>
        Assert.Equal(passes, TransientRule.Passes(new HttpRequestException(error), repeatable));

    [Fact]
    public void The_nodes_wish_is_kept_up_to_a_minute()
    {
        Assert.Equal(TimeSpan.FromSeconds(7), Asked(headers => headers.RetryAfter = new(TimeSpan.FromSeconds(7))));
        Assert.Equal(TimeSpan.FromSeconds(9), Asked(headers => headers.RetryAfter = new(Now.AddSeconds(9))));
        Assert.Equal(TimeSpan.Zero, Asked(headers => headers.RetryAfter = new(Now.AddSeconds(-9))));
        Assert.Equal(TimeSpan.FromMinutes(1), Asked(headers => headers.RetryAfter = new(TimeSpan.FromHours(7))));
        Assert.Null(Asked(_ => { }));
    }

    private static TimeSpan? Asked(Action<System.Net.Http.Headers.HttpResponseHeaders> set)
    {
        using var answer = new HttpResponseMessage();
        set(answer.Headers);
        return TransientRule.RetryAfter(answer, Now);
    }
}
