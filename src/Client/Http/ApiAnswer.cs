using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Switchyard.Client.Http;

/// <summary>An answer with its whole body.</summary>
/// <param name="Message">The answer; who gets it disposes of it.</param>
/// <param name="SentAt">The clock's timestamp when the request went out.</param>
/// <param name="HeadersAt">The same when the answer began.</param>
internal sealed record ApiAnswer(HttpResponseMessage Message, long SentAt, long HeadersAt) : IDisposable
{
    /// <exception cref="JsonException">The body is not what it should be.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var body = await Message.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("The answer is null.");
    }

    public void Dispose() => Message.Dispose();
}
