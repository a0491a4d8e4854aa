using System.Buffers;
using System.IO.Pipelines;
using Switchyard.Blobs;

namespace Switchyard.Tables;

/// <summary>
/// Takes request bodies in: small ones into memory, large ones straight into the blob store, so that a hundred clients
/// with large results cost disk and not memory. How many large ones are parsed at once is bounded.
/// </summary>
internal sealed class BodyIntake(IBlobStore blobs) : IDisposable
{
    /// <summary>Bytes; a longer body is never in memory while it arrives.</summary>
    public const int MemoryLimit = 1024 * 1024;

    private const int ParsedAtOnce = 2;

    private readonly SemaphoreSlim _gate = new(ParsedAtOnce);

    /// <summary>Reads a body to its end. Dispose it: a blob that was not kept is deleted then.</summary>
    /// <exception cref="BlobTooLargeException">More than <paramref name="maxLength"/> bytes came.</exception>
    public async Task<IncomingBody> ReadAsync(HttpRequest request, long maxLength, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxLength)
        {
            throw new BlobTooLargeException(maxLength);
        }

        var reader = request.BodyReader;
        var head = await reader.ReadAtLeastAsync(MemoryLimit + 1, cancellationToken);
        if (head.IsCompleted && head.Buffer.Length <= MemoryLimit)
        {
            var bytes = head.Buffer.ToArray();
            reader.AdvanceTo(head.Buffer.End);
            return new IncomingBody(blobs, bytes);
        }

        reader.AdvanceTo(head.Buffer.Start);
        return new IncomingBody(blobs, await blobs.WriteAsync(reader.AsStream(leaveOpen: true), maxLength, cancellationToken));
    }

    /// <summary>Parses a whole body; one of the large ones only when its turn comes.</summary>
    public async Task<T> ParseAsync<T>(
        IncomingBody body, Func<ReadOnlySequence<byte>, T> parse, CancellationToken cancellationToken)
    {
        if (body.Bytes is { } bytes)
        {
            return parse(new ReadOnlySequence<byte>(bytes));
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var stream = await body.OpenAsync(cancellationToken);
            var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: MemoryLimit));
            var whole = await reader.ReadAtLeastAsync(checked((int)body.Length + 1), cancellationToken);
            try
            {
                return parse(whole.Buffer);
            }
            finally
            {
                await reader.CompleteAsync();
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
