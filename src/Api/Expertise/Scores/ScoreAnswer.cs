using System.Buffers;

namespace Switchyard.Expertise.Scores;

/// <summary>
/// Scores that go out as they are read, in bounded memory. What breaks in the middle ends the connection: nobody takes the
/// beginning for the whole. Only when the last byte went out is anything deleted.
/// </summary>
/// <param name="archive">Disposed with the answer.</param>
/// <param name="rows">A file of it.</param>
/// <param name="sent">Called when the answer is complete.</param>
internal abstract class ScoreAnswer(ScoreArchive archive, Stream rows, Func<Task>? sent) : IResult
{
    /// <summary>Bytes that are gathered before they are sent.</summary>
    private const int Chunk = 64 * 1024;

    protected ArrayBufferWriter<byte> Buffer { get; } = new(Chunk + (Chunk / 4));

    protected abstract string ContentType { get; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var read = archive;
        var (response, left) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        Begin();
        await foreach (var row in ScoreRows.ReadAsync(rows, left))
        {
            Add(row);
            if (Buffer.WrittenCount > Chunk)
            {
                await SendAsync();
            }
        }

        End();
        await SendAsync();
        await response.CompleteAsync();
        if (sent is not null && !left.IsCancellationRequested)
        {
            await sent();
        }

        async Task SendAsync()
        {
            await response.Body.WriteAsync(Buffer.WrittenMemory, left);
            Buffer.ResetWrittenCount();
        }
    }

    protected abstract void Begin();

    protected abstract void Add(in ScoreRow row);

    protected abstract void End();
}
