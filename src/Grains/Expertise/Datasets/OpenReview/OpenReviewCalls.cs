using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly.Timeout;
using Switchyard.Compute.Programs;
using Switchyard.Text;

namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>Single requests to OpenReview with a job's token. What they throw names the request and never the token.</summary>
internal sealed class OpenReviewCalls : IDisposable
{
    private const int LongestMessage = 300;

    private readonly HttpClient _http;
    private readonly string? _authorization;
    private readonly string? _token;

    /// <param name="token">Null: only what is public is there.</param>
    /// <exception cref="WrongInputException">The token cannot be sent.</exception>
    public OpenReviewCalls(string? token, OpenReviewLimits limits, TimeProvider time)
    {
        const string Scheme = "Bearer ";
        if (token is not null && !token.All(symbol => symbol is >= ' ' and <= '~'))
        {
            throw new WrongInputException("The token cannot be sent to OpenReview: it holds a line break or another symbol that headers do not allow.");
        }

        _token = token is not null && token.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? token[Scheme.Length..].Trim() : token?.Trim();
        _token = _token is { Length: > 0 } ? _token : null;
        _authorization = _token is null ? null : Scheme + _token;
        _http = OpenReviewPipeline.CreateClient(limits, time);
    }

    /// <param name="pathAndQuery">Without a slash at its beginning.</param>
    /// <param name="notFound">What to say when there is no such thing; null: as of any other refusal.</param>
    /// <exception cref="WrongInputException">OpenReview refuses.</exception>
    /// <exception cref="OpenReviewException">OpenReview does not answer, or nothing that can be used.</exception>
    public Task<Answer> GetAsync(Uri host, string pathAndQuery, string? notFound, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, new Uri(host, pathAndQuery), null, notFound, cancellationToken);

    /// <inheritdoc cref="GetAsync"/>
    public Task<Answer> SearchAsync<T>(Uri host, string path, T search, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(search, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(HttpMethod.Post, new Uri(host, path), content, null, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(HttpMethod method, Uri address, HttpContent? content, string? notFound, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (_authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        }

        var asked = new AskedOf(request, _token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? Read(body, asked) : throw Refusal(response.StatusCode, body, asked, notFound);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new OpenReviewException($"OpenReview's answer to {asked} is longer than this node reads.", e);
        }
        catch (HttpRequestException e)
        {
            throw new OpenReviewException($"OpenReview did not answer {asked}{asked.Tries}: {asked.Clean(e.Message)}", e);
        }
        catch (TimeoutRejectedException e)
        {
            throw new OpenReviewException($"OpenReview did not answer {asked} in time{asked.Tries}.", e);
        }
    }

    private static Answer Read(byte[] body, AskedOf asked)
    {
        try
        {
            return JsonSerializer.Deserialize(body, AnswersJson.Default.Answer) ?? throw asked.Nonsense("null");
        }
        catch (JsonException e)
        {
            throw asked.Nonsense($"not the JSON that was expected, at line {e.LineNumber + 1}, {e.Path ?? "$"}", e);
        }
    }

    private static Exception Refusal(HttpStatusCode status, byte[] body, AskedOf asked, string? notFound)
    {
        var number = (int)status;
        var word = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? " (forbidden)" : "";
        var message = Message(body) is { } text ? $": {asked.Clean(text)}" : "";
        return (number, notFound) switch
        {
            (404, { } said) => new WrongInputException(said),
            (408 or 429, _) => new OpenReviewException($"OpenReview answered {number} to {asked}{asked.Tries}{message}"),
            ( >= 400 and < 500, _) => new WrongInputException($"OpenReview answered {number}{word} to {asked}{message}"),
            _ => new OpenReviewException($"OpenReview answered {number} to {asked}{asked.Tries}{message}"),
        };
    }

    // Its own words, when the answer is one of its errors.
    private static string? Message(byte[] body)
    {
        try
        {
            using var error = JsonDocument.Parse(body);
            return error.RootElement.ValueKind == JsonValueKind.Object && error.RootElement.TryGetProperty("message", out var message)
                && message.ValueKind == JsonValueKind.String && message.GetString() is { Length: > 0 } text
                ? SoundText.StartOf(text, LongestMessage)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
