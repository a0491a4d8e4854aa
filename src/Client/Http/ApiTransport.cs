using System.Globalization;
using System.Net;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Switchyard.Client.Http;

/// <summary>Makes requests: with a time limit for each, again after passing failures, and with problems as exceptions.</summary>
internal sealed class ApiTransport
{
    private static readonly ResiliencePropertyKey<ApiCall> CallKey = new("switchyard.call");

    private readonly HttpClient _http;
    private readonly RetryOptions _options;
    private readonly ResiliencePipeline _pipeline;

    public ApiTransport(HttpClient http, RetryOptions options, TimeProvider time)
    {
        (_http, _options, Time) = (http, options, time);
        _pipeline = options.MaxRetries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstDelay,
                MaxDelay = options.MaxDelay,
                ShouldHandle = attempt => ValueTask.FromResult(
                    attempt.Outcome.Exception is { } failure && attempt.Context.Properties.TryGetValue(CallKey, out var call) && Passes(failure, call)),
                DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as SwitchyardException)?.RetryAfter),
            })
            .Build();
    }

    public TimeProvider Time { get; }

    /// <exception cref="SwitchyardException">Refused.</exception>
    /// <exception cref="HttpRequestException">The node was not reached, or did not answer in time.</exception>
    public async Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (!call.Retried)
        {
            return await SendOnceAsync(call, cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, call);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, self) => await self.Transport.SendOnceAsync(self.Call, context.CancellationToken),
                context,
                (Transport: this, Call: call));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool Passes(Exception failure, ApiCall call) =>
        TransientRule.Passes(failure, call.Repeatable) || (call.ConflictPasses && failure is SwitchyardException { Status: HttpStatusCode.Conflict });

    private async Task<ApiAnswer> SendOnceAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, call.Path) { Content = call.Content?.Invoke() };
        if (call is { Prefers: true, Wait.Ticks: > 0 })
        {
            request.Headers.Add("Prefer", string.Create(CultureInfo.InvariantCulture, $"wait={(int)call.Wait.TotalSeconds}"));
        }

        foreach (var (name, value) in call.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var limit = call.Wait + (call.Timeout ?? _options.RequestTimeout);
        using var slow = new CancellationTokenSource(limit, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        try
        {
            var sentAt = Time.GetTimestamp();
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            try
            {
                var headersAt = Time.GetTimestamp();
                if (!answer.IsSuccessStatusCode && !call.Expected.Contains(answer.StatusCode))
                {
                    throw await RefusedAsync(answer, either.Token);
                }

                if (!call.Streams)
                {
                    await answer.Content.LoadIntoBufferAsync(either.Token);
                }

                return new(answer, sentAt, headersAt);
            }
            catch
            {
                answer.Dispose();
                throw;
            }
        }
        catch (OperationCanceledException) when (slow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, $"The node did not answer {call.Method} {call.Path.Split('?')[0]} within {limit}.", new TimeoutException());
        }
    }

    private async Task<SwitchyardException> RefusedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        Problem? problem = null;
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                problem = await JsonSerializer.DeserializeAsync(body, HttpJson.Default.Problem, cancellationToken);
            }
            catch (JsonException)
            {
                // Whoever answered is no Switchyard; the status says enough.
            }
        }

        var request = answer.Headers.TryGetValues("X-Request-ID", out var ids) ? ids.FirstOrDefault() : null;
        problem ??= new Problem(Type: null, answer.ReasonPhrase, (int)answer.StatusCode);
        return new(answer.StatusCode, problem with { RequestId = problem.RequestId ?? request }, TransientRule.RetryAfter(answer, Time.GetUtcNow()));
    }
}
