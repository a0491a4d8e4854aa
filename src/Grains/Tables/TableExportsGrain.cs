using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>
/// Makes files while they are sent: a producer writes into a pipe of bounded size, and the caller's reading paces it.
/// </summary>
public sealed class TableExportsGrain(IWorkStore store, IBlobStore blobs, TableAudit audit, StorageOptions storage, TablesOptions options)
    : Grain, ITableExportsGrain
{
    private const int PageSize = 200;
    private const int MaxErrorText = 1 << 20;

    public IAsyncEnumerable<byte[]> SubmissionAsync(string campaign, AnnotationTask task, bool missing) =>
        Stream((output, cancellation) => WriteSubmissionAsync(output, campaign, task, missing, cancellation));

    public IAsyncEnumerable<byte[]> ResultsZipAsync(string campaign) =>
        Stream((output, cancellation) => WriteZipAsync(output, campaign, TableWork.ResultRole, cancellation));

    public IAsyncEnumerable<byte[]> ErrorsZipAsync(string campaign) =>
        Stream((output, cancellation) => WriteZipAsync(output, campaign, TableWork.ErrorRole, cancellation));

    public IAsyncEnumerable<byte[]> DatabaseAsync(string campaign) =>
        Stream((output, cancellation) => new OriginalDatabase(store, campaign, Path.Combine(storage.FullDataDirectory, "scratch")).WriteAsync(output, cancellation));

    public IAsyncEnumerable<byte[]> AuditAsync(string campaign) => Stream(async (output, cancellation) =>
    {
        await foreach (var record in audit.ReadAsync(campaign, cancellation))
        {
            await JsonSerializer.SerializeAsync(output, record, TableJson.Default.AuditRecord, cancellation);
            output.WriteByte((byte)'\n');
        }
    });

    public async Task<string?> GetErrorTextAsync(long tableId, long leaseNumber)
    {
        var artifacts = await store.ReadItemArtifactsAsync(tableId, TableWork.ErrorRole);
        if (artifacts.FirstOrDefault(stored => stored.Artifact.LeaseNumber == leaseNumber) is not { } found
            || await ArtifactContent.OpenAsync(found.Artifact, blobs, CancellationToken.None) is not { } content)
        {
            return null;
        }

        await using (content)
        {
            var bytes = new byte[MaxErrorText];
            var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
    }

    /// <summary>Lines in the order of the targets file: tables have their ids in that order, and keep it inside.</summary>
    private async Task WriteSubmissionAsync(
        Stream output, string campaign, AnnotationTask task, bool missing, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var columnFirst = task == AnnotationTask.Cea && options.CeaColumnOrder == CeaColumnOrder.ColRow;
        var prefix = options.OutputAddPrefix ? options.UrlPrefix : "";
        await foreach (var (row, targets) in TableScan.ReadAsync(store, campaign, PageSize, cancellation))
        {
            foreach (var target in targets.InFileOrder(task).Where(target => target.Mapped is null == missing))
            {
                var position = task == AnnotationTask.Cta ? Text(target.First)
                    : columnFirst ? $"{Text(target.Second)},{Text(target.First)}"
                    : $"{Text(target.First)},{Text(target.Second)}";
                var mapped = missing ? "None" : Csv.Field(prefix + target.Mapped);
                await writer.WriteLineAsync($"{Csv.Field(row.Name ?? "")},{position},{mapped}".AsMemory(), cancellation);
            }
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private async Task WriteZipAsync(Stream output, string campaign, string role, CancellationToken cancellation)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        var last = 0L;
        while (await store.ReadArtifactsAsync(campaign, role, last, PageSize, cancellation) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                last = stored.Sequence;
                await using var content = await ArtifactContent.OpenAsync(stored.Artifact, blobs, cancellation);
                if (content is null)
                {
                    // Removed with its table since the page was read; or lost, and an archive without it would be a lie.
                    if ((await store.FindArtifactBlobsAsync([stored.Artifact.BlobId ?? ""], cancellation)).Count > 0)
                    {
                        throw new IOException($"The body {stored.Artifact.Name} is missing from the blob store.");
                    }

                    continue;
                }

                var entry = zip.CreateEntry(stored.Artifact.Name, CompressionLevel.Fastest);
                entry.LastWriteTime = stored.Artifact.CreatedAt;
                await using var target = await entry.OpenAsync(cancellation);
                await content.CopyToAsync(target, cancellation);
            }
        }
    }

    private static async IAsyncEnumerable<byte[]> Stream(
        Func<Stream, CancellationToken, Task> produce, [EnumeratorCancellation] CancellationToken left = default)
    {
        const int chunkSize = 64 * 1024;
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4 * chunkSize, resumeWriterThreshold: chunkSize, useSynchronizationContext: false));
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(left);
        // Off the grain's scheduler: compression would keep the grain from answering.
        var producer = Task.Run(() => ProduceAsync(pipe.Writer, produce, cancellation.Token), CancellationToken.None);
        try
        {
            while (true)
            {
                var result = await pipe.Reader.ReadAsync(left);
                var buffer = result.Buffer;
                while (buffer.Length >= chunkSize || (result.IsCompleted && buffer.Length > 0))
                {
                    var chunk = buffer.Slice(0, Math.Min(chunkSize, buffer.Length));
                    buffer = buffer.Slice(chunk.End);
                    yield return System.Buffers.BuffersExtensions.ToArray(chunk);
                }

                pipe.Reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        finally
        {
            // The reader may have gone in the middle.
            await cancellation.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await producer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private static async Task ProduceAsync(PipeWriter writer, Func<Stream, CancellationToken, Task> produce, CancellationToken cancellation)
    {
        try
        {
            await using var output = new BufferedStream(writer.AsStream(leaveOpen: true), 64 * 1024);
            await produce(output, cancellation);
            await output.FlushAsync(cancellation);
            await writer.CompleteAsync();
        }
        catch (Exception exception)
        {
            // The reader's next read throws it: a download that failed must not look complete.
            await writer.CompleteAsync(exception);
        }
    }
}
