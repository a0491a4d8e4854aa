using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Switchyard.Jobs.Wire;

/// <summary>
/// A JSON list that goes out while it is read, page by page, in bounded memory. A list that breaks in the middle ends
/// the connection: nobody takes its beginning for the whole.
/// </summary>
/// <param name="first">Read already: what keeps a list from beginning is an error of its own.</param>
/// <param name="next">Reads the page after a cursor.</param>
internal sealed class StreamedList<TItem, TJson>(
    ListPage<TItem> first, Func<long, Task<ListPage<TItem>>> next, Func<TItem, TJson> shape, JsonTypeInfo<TJson> type)
    : IResult
{
    /// <summary>Bytes that are gathered before they are sent.</summary>
    private const int Chunk = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, left) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = JsonAnswer.ContentType;
        var buffer = new ArrayBufferWriter<byte>(Chunk / 16);
        await using var json = new Utf8JsonWriter(buffer, JsonAnswer.Options);
        json.WriteStartArray();
        for (var page = first; ;)
        {
            foreach (var item in page.Items)
            {
                JsonSerializer.Serialize(json, shape(item), type);
                if (buffer.WrittenCount + json.BytesPending > Chunk)
                {
                    await SendAsync();
                }
            }

            if (page.Next is not { } cursor)
            {
                break;
            }

            left.ThrowIfCancellationRequested();
            page = await next(cursor).WaitAsync(left);
        }

        json.WriteEndArray();
        await json.FlushAsync(left);
        if (!response.HasStarted)
        {
            response.ContentLength = buffer.WrittenCount;
        }

        await SendAsync();

        async Task SendAsync()
        {
            await json.FlushAsync(left);
            await response.Body.WriteAsync(buffer.WrittenMemory, left);
            buffer.ResetWrittenCount();
        }
    }
}

/// <param name="Next">Null at the end.</param>
internal readonly record struct ListPage<T>(IReadOnlyList<T> Items, long? Next);
