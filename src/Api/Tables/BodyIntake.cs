using System.Buffers;
using System.IO.Pipelines;
using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>
/// Takes request bodies in: small ones into memory, large ones into a file of this machine, so that a hundred clients with
/// large results cost disk and not memory, and so that the cluster may be asked again to store what the client sent once.
/// How many large ones are parsed at once is bounded.
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
            return new IncomingBody(blobs, new MemoryStream(bytes, 0, bytes.Length, writable: false, publiclyVisible: true));
        }

        reader.AdvanceTo(head.Buffer.Start);
        var file = TemporaryFile.Create();
        try
        {
            await CopyAsync(reader, file, maxLength, cancellationToken);
            return new IncomingBody(blobs, file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Parses a whole body; one of the large ones only when its turn comes.</summary>
    public async Task<T> ParseAsync<T>(
        IncomingBody body, Func<ReadOnlySequence<byte>, T> parse, CancellationToken cancellationToken)
    {
        if (body.IsInMemory)
        {
            return parse(new ReadOnlySequence<byte>(((MemoryStream)body.Rewind()).GetBuffer()));
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            var reader = PipeReader.Create(body.Rewind(), new StreamPipeReaderOptions(bufferSize: MemoryLimit, leaveOpen: true));
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

    private static async Task CopyAsync(PipeReader reader, FileStream file, long maxLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            var part = await reader.ReadAsync(cancellationToken);
            if (file.Length + part.Buffer.Length > maxLength)
            {
                // What is left can be read on only when this piece is given back.
                reader.AdvanceTo(part.Buffer.End);
                throw new BlobTooLargeException(maxLength);
            }

            foreach (var memory in part.Buffer)
            {
                await file.WriteAsync(memory, cancellationToken);
            }

            reader.AdvanceTo(part.Buffer.End);
            if (part.IsCompleted)
            {
                return;
            }
        }
    }
}
