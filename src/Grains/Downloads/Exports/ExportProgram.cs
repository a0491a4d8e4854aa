using System.Text.Json;
using Npgsql;
using Polly;
using Polly.Retry;
using Switchyard.Compute.Programs;
using Switchyard.Downloads.Database;
using Switchyard.Work.Store.Postgres;

namespace Switchyard.Downloads.Exports;

/// <summary>
/// The service <see cref="DownloadNames.ExportService"/>: packs a classifier and all texts, those that people labelled and
/// those that the classifier did, into an archive, and stores it in the application's database. Its result is nothing else:
/// killed anywhere and run again, it leaves one archive. It begins anew by itself when the database goes away, and when
/// another run stored an archive meanwhile: an archive only ever gives way to one that was begun after it was there.
/// </summary>
public sealed class ExportProgram : IServiceProgram
{
    /// <summary>
    /// A field of PostgreSQL has less than 1 GiB, and so has the message that brings it, in which there is a little more.
    /// </summary>
    private const long LargestArchive = (1L << 30) - (64 << 10);

    private static readonly TimeSpan StatementTimeout = TimeSpan.FromMinutes(10);

    private readonly long _largestArchive;

    public ExportProgram()
        : this(LargestArchive)
    {
    }

    internal ExportProgram(long largestArchive) => _largestArchive = largestArchive;

    public string Name => DownloadNames.ExportService;

    /// <inheritdoc/>
    public async Task RunAsync(ProgramRun run, CancellationToken cancellationToken)
    {
        var order = await ReadOrderAsync(run.In, cancellationToken);
        await using var database = OpenDatabase(run.Secrets);
        var progress = new ExportProgress(run);
        await RetryPipeline(run.Time, progress).ExecuteAsync(
            async token => await ExportAsync(run, order, database, progress, token), cancellationToken);
    }

    private async Task ExportAsync(
        ProgramRun run, ExportOrder order, NpgsqlDataSource database, ExportProgress progress, CancellationToken cancellationToken)
    {
        var archive = new FileInfo(Path.Combine(run.Out, "archive.zip"));
        long? newest;
        await using (var snapshot = await LabelForwardSnapshot.OpenAsync(database, cancellationToken))
        {
            newest = await snapshot.FindNewestArchiveAsync(order.ClfId, cancellationToken);
            await new ExportBuild(run, order, snapshot, progress).WriteAsync(archive.FullName, cancellationToken);
        }

        archive.Refresh();
        if (archive.Length > _largestArchive)
        {
            throw new WrongInputException(
                $"The archive has {archive.Length} bytes; the database takes {_largestArchive} at most, since a field of PostgreSQL is smaller than 1 GiB.");
        }

        progress.Say($"storing an archive of {archive.Length} bytes");
        await ArchiveRow.ReplaceAsync(database, order.ClfId, archive, newest, cancellationToken);
        archive.Delete();
    }

    /// <summary>About half a minute, which a database that is started again needs at most.</summary>
    private static ResiliencePipeline RetryPipeline(TimeProvider time, ExportProgress progress) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = 5,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                ShouldHandle = new PredicateBuilder().Handle<ArchiveOvertakenException>().Handle<NpgsqlException>(MayPass),
                OnRetry = retry =>
                {
                    progress.Say($"beginning anew in {retry.RetryDelay.TotalSeconds} s: {retry.Outcome.Exception!.Message}");
                    return default;
                },
            })
            .Build();

    /// <summary>A statement that took too long would do so again.</summary>
    private static bool MayPass(NpgsqlException failure) => failure.InnerException is not TimeoutException && PostgresFailure.IsTransient(failure);

    private static async Task<ExportOrder> ReadOrderAsync(string directory, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(Path.Combine(directory, DownloadNames.OrderFile));
            return await JsonSerializer.DeserializeAsync<ExportOrder>(file, JsonSerializerOptions.Web, cancellationToken)
                ?? throw new WrongInputException($"{DownloadNames.OrderFile} orders nothing.");
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            throw new WrongInputException($"{DownloadNames.OrderFile} cannot be read: {e.Message}");
        }
    }

    private static NpgsqlDataSource OpenDatabase(IReadOnlyDictionary<string, string> secrets) =>
        secrets.TryGetValue(DownloadNames.ConnectionSecret, out var connection)
            ? LabelForwardSource.Open(connection, poolSize: 2, StatementTimeout)
            : throw new WrongInputException("The run came without the connection string of the downloads' database.");
}
