using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>Sends a request until it is answered, a few times at most.</summary>
internal static class OpenReviewPipeline
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    /// <summary>How often the request was sent.</summary>
    public static HttpRequestOptionsKey<int> Tries { get; } = new("tries");

    /// <summary>Answers of the client are read whole when it has them, and have at most the bytes of the limits.</summary>
    public static HttpClient CreateClient(OpenReviewLimits limits, TimeProvider time)
    {
        // A redirect would take the token to another host.
        var sockets = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All };
        var handler = new ResilienceHandler(Build(limits, time)) { InnerHandler = new WholeAnswers(limits.AnswerBytes) { InnerHandler = sockets } };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static ResiliencePipeline<HttpResponseMessage> Build(OpenReviewLimits limits, TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(limits.RequestTime)
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = limits.FirstDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = true,
                ShouldHandle = attempt => ValueTask.FromResult(PauseOf(attempt.Outcome, time) is { } pause
                    ? pause <= limits.LongestPause
                    : attempt.AttemptNumber < limits.Tries - 1 && MayPass(attempt.Outcome)),
            })
            .AddTimeout(limits.TryTime)
            .Build();

    /// <summary>How long a busy server asks to wait: it is asked again for as long as a request may take. Null when it names no time, or hardly any.</summary>
    private static TimeSpan? PauseOf(Outcome<HttpResponseMessage> outcome, TimeProvider time) =>
        outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests, Headers.RetryAfter: { } named }
            && (named.Delta ?? named.Date - time.GetUtcNow()) is { } pause && pause >= ShortestPause
                ? pause
                : null;

    private static bool MayPass(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException e } => e.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded,
        { Exception: TimeoutRejectedException } => true,
        { Result.StatusCode: var status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        _ => false,
    };

    /// <summary>Reads the body while a cut connection still leads to another try.</summary>
    private sealed class WholeAnswers(long longest) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Options.Set(Tries, (request.Options.TryGetValue(Tries, out var tries) ? tries : 0) + 1);
            var response = await base.SendAsync(request, cancellationToken);
            try
            {
                await response.Content.LoadIntoBufferAsync(longest, cancellationToken);
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        }
    }
}
