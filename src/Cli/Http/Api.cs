using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Client;
using Switchyard.Client.Http;

namespace Switchyard.Cli.Http;

/// <summary>The operator API of a node. What may be repeated is, when its answer is lost; all else is sent once.</summary>
internal sealed class Api(SwitchyardClient client)
{
    public SwitchyardClient Client => client;

    /// <exception cref="SwitchyardException">Refused.</exception>
    /// <exception cref="HttpRequestException">The node was not reached.</exception>
    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken, params IReadOnlyList<HttpStatusCode> expected) =>
        ReadAsync(new(HttpMethod.Get, path) { Expected = expected }, cancellationToken);

    /// <summary>A wait of seconds is the node's, who answers when there is something to say.</summary>
    public Task<Answer> GetAsync(string path, TimeSpan wait, CancellationToken cancellationToken) =>
        ReadAsync(new(HttpMethod.Get, path) { Wait = wait }, cancellationToken);

    /// <param name="once">Under this key the node does it once, however often it is told; null: it may do it again.</param>
    public Task<Answer> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken, string? once = null) =>
        PostAsync(path, body?.ToJsonString(), once, cancellationToken);

    /// <inheritdoc cref="PostAsync(string, JsonNode?, CancellationToken, string?)"/>
    public Task<Answer> PostAsync(string path, string? body, string? once, CancellationToken cancellationToken) => ReadAsync(
        new(HttpMethod.Post, path)
        {
            Content = ContentOf(body),
            Repeatable = once is not null,
            ConflictPasses = once is not null,
            Headers = once is null ? [] : [("Idempotency-Key", once)],
        },
        cancellationToken);

    public Task<Answer> PutAsync(string path, string body, CancellationToken cancellationToken) =>
        ReadAsync(new(HttpMethod.Put, path) { Content = ContentOf(body) }, cancellationToken);

    /// <summary>Is sent once: what was removed unheard would be missing the second time.</summary>
    public Task<Answer> DeleteAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(new(HttpMethod.Delete, path) { Repeatable = false }, cancellationToken);

    /// <summary>An answer whose body is read as it comes; who asked disposes of it.</summary>
    public Task<ApiAnswer> OpenAsync(ApiCall call, CancellationToken cancellationToken) =>
        client.Transport.SendAsync(call with { Streams = true }, cancellationToken);

    public async Task<Answer> ReadAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var answer = await client.Transport.SendAsync(call, cancellationToken);
        return new(await answer.Message.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>A new key to send something once.</summary>
    public static string NewKey() => Guid.NewGuid().ToString("N");

    private static Func<HttpContent>? ContentOf(string? body) => body is null ? null : () => new StringContent(body, Encoding.UTF8, "application/json");
}
