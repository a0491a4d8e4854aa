using System.Text.Json;
using Npgsql;
using Switchyard.Compute;
using Switchyard.Downloads.Database;

namespace Switchyard.Downloads.Exports;

/// <summary>
/// The service <see cref="DownloadNames.ExportService"/>: packs a classifier and all texts, those that people labelled and
/// those that the classifier did, into an archive, and stores it in the application's database. Its result is nothing else:
/// killed anywhere and run again, it leaves one archive.
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
        var archive = new FileInfo(Path.Combine(run.Out, "archive.zip"));
        await using (var snapshot = await LabelForwardSnapshot.OpenAsync(database, cancellationToken))
        {
            await new ExportBuild(run, order, snapshot, progress).WriteAsync(archive.FullName, cancellationToken);
        }

        archive.Refresh();
        if (archive.Length > _largestArchive)
        {
            throw new WrongInputException(
                $"The archive has {archive.Length} bytes; the database takes {_largestArchive} at most, since a field of PostgreSQL is smaller than 1 GiB.");
        }

        progress.Say($"storing an archive of {archive.Length} bytes");
        await ArchiveRow.ReplaceAsync(database, order.ClfId, archive, cancellationToken);
        archive.Delete();
    }

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
