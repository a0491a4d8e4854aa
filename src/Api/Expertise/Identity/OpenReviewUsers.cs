using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;
using Switchyard.Hosting;

namespace Switchyard.Expertise.Identity;

/// <summary>
/// Whose a token is, in OpenReview's own word: what a token says of itself is never believed. Answers are kept for
/// <see cref="ExpertiseOptions.IdentityLifetime"/>, under a hash; refusals and failures are not.
/// </summary>
internal sealed partial class OpenReviewUsers(
    IHttpClientFactory clients, ExpertiseOptions options, TimeProvider time, ILogger<OpenReviewUsers> logger) : IDisposable
{
    /// <summary>Names the client, which tries again by itself.</summary>
    public const string Client = "expertise-openreview";

    /// <summary>Bytes of the longest answer that is read.</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>For an answer with all tries.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A longer pause that OpenReview asks for is left to the caller.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private const int Tries = 3;
    private const int MostKnown = 10_000;
    private const int LongestUser = 500;

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MostKnown });

    /// <exception cref="CallerUnknownException">OpenReview refuses the token, or does not say whose it is.</exception>
    public async Task<string> FindAsync(string token, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_known.TryGetValue(key, out Known? known) && time.GetElapsedTime(known!.At) < options.IdentityLifetime)
        {
            return known.User;
        }

        var asked = time.GetTimestamp();
        var user = await AskAsync(token, cancellationToken);
        if (options.IdentityLifetime > TimeSpan.Zero)
        {
            _known.Set(
                key,
                new Known(user, asked),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = options.IdentityLifetime });
        }

        return user;
    }

    public void Dispose() => _known.Dispose();

    /// <summary>Whether to ask again, within <see cref="Patience"/>: a few times, or as often as a busy OpenReview says when.</summary>
    /// <param name="attempt">From 0.</param>
    public static bool MayPass(Outcome<HttpResponseMessage> outcome, int attempt, TimeProvider time) =>
        outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests } busy && PauseOf(busy, time) is { } pause && pause >= ShortestPause
            ? pause <= LongestPause
            : attempt < Tries - 1 && HttpClientResiliencePredicates.IsTransient(outcome);

    private async Task<string> AskAsync(string token, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{options.OpenReviewBaseUrl!.TrimEnd('/')}/profiles");
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.Add(new("application/json"));
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken))
                    ?? throw CallerUnknownException.Refused("OpenReview knows no profile of this token"),
                HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound =>
                    throw CallerUnknownException.Refused("OpenReview does not accept the token"),
                HttpStatusCode.TooManyRequests => throw Unavailable("it asks for fewer requests", PauseOf(answer, time)),
                var status => throw Nonsense($"it answered with status {(int)status}"),
            };
        }
        catch (Exception failure) when (failure is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw Nonsense("its answer is no list of profiles");
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutRejectedException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Unavailable(failure is HttpRequestException { HttpRequestError: var error } ? $"{error}" : "it takes too long");
        }
    }

    /// <summary>The first profile's id; null when there is no profile.</summary>
    private static string? Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("profiles", out var profiles)
            || profiles.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("No profiles.");
        }

        if (profiles.GetArrayLength() == 0)
        {
            return null;
        }

        return profiles[0] is { ValueKind: JsonValueKind.Object } profile
            && profile.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String
            && id.GetString() is { Length: > 0 and <= LongestUser } user
            && OutsideText.IsSound(user)
                ? user
                : throw new InvalidDataException("No id.");
    }

    private static TimeSpan? PauseOf(HttpResponseMessage answer, TimeProvider time) =>
        answer.Headers.RetryAfter is { } named ? named.Delta ?? named.Date - time.GetUtcNow() : null;

    private CallerUnknownException Unavailable(string reason, TimeSpan? pause = null)
    {
        LogFailure(reason);
        return CallerUnknownException.Failed(
            StatusCodes.Status503ServiceUnavailable, $"OpenReview cannot be asked who you are: {reason}. Try again shortly.", pause);
    }

    private CallerUnknownException Nonsense(string reason)
    {
        LogFailure(reason);
        return CallerUnknownException.Failed(StatusCodes.Status502BadGateway, $"OpenReview does not say who you are: {reason}.");
    }

    [LoggerMessage(7001, LogLevel.Warning, "OpenReview does not say whose a token is: {Reason}")]
    private partial void LogFailure(string reason);

    private sealed record Known(string User, long At);
}
