using System.Text.Json;
using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Expertise.Scores;

/// <summary>Makes answers of the scores of completed jobs.</summary>
internal sealed class JobScores(IGrainFactory grains, IBlobStore blobs, PatientCalls calls)
{
    /// <summary>All scores. When they are deleted, the job stays.</summary>
    /// <exception cref="ExpertiseRefusedException">There are none.</exception>
    public async Task<IResult> OfSeedAsync(ExpertiseView job, bool deletes, CancellationToken cancellationToken)
    {
        var (archive, rows, _) = await ReadableAsync(job, () => FindAllAsync(job, cancellationToken)) ?? throw NotFound(
            $"The scores of job {job.Item.Id} are not there any more: they were deleted when they had been fetched (delete_on_get)");
        return new JsonScores(archive, rows, order: null, metadata: null, deletes ? () => TellAsync(() => grains.GetExpertiseJob(job.Item.Id).ForgetScoresAsync()) : null);
    }

    /// <summary>The best scores. When they are deleted, the job is.</summary>
    /// <exception cref="ExpertiseRefusedException">There are none.</exception>
    public async Task<IResult> OfNewestAsync(ExpertiseView job, bool asCsv, bool deletes, CancellationToken cancellationToken)
    {
        var (archive, rows, metadata) = await ReadableAsync(job, () => FindBestAsync(job, cancellationToken))
            ?? throw NotFound($"Sparse score file not found for job {job.Item.Id}");
        var order = RowOrder.Of(JsonElement.Parse(job.Request));
        Func<Task>? sent = deletes ? () => TellAsync(() => grains.GetExpertiseJob(job.Item.Id).DeleteAsync()) : null;
        return asCsv ? new CsvScores(archive, rows, order, sent) : new JsonScores(archive, rows, order, metadata, sent);
    }

    /// <exception cref="ExpertiseRefusedException">There is none.</exception>
    public async Task<IResult> MetadataAsync(ExpertiseView job, CancellationToken cancellationToken)
    {
        var metadata = await ReadableAsync(job, async () =>
        {
            await using var archive = await ScoreArchive.OpenAsync(blobs, job.ScoresBlob, cancellationToken);
            return archive is not null && await archive.FindAsync(ExpertiseNames.MetadataFile, cancellationToken) is { } file
                ? await file.ReadJsonAsync(cancellationToken)
                : null;
        });
        return TypedResults.Text(metadata ?? throw NoMetadata(job), ExpertiseAnswer.ContentType);
    }

    private static ExpertiseRefusedException NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    private static ExpertiseRefusedException NoMetadata(ExpertiseView job) => NotFound($"Metadata file not found for job {job.Item.Id}");

    private static async Task<T> ReadableAsync<T>(ExpertiseView job, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or JsonException)
        {
            throw new ExpertiseRefusedException(
                StatusCodes.Status500InternalServerError, $"The result of job {job.Item.Id} cannot be read: {failure.Message}");
        }
    }

    private async Task<FoundScores?> FindAllAsync(ExpertiseView job, CancellationToken cancellationToken)
    {
        var archive = await ScoreArchive.OpenAsync(blobs, job.ScoresBlob, cancellationToken);
        return archive is null ? null : await archive.OrDisposeAsync(async () =>
            await archive.FindAsync(ExpertiseNames.ScoresFile, cancellationToken) is { } rows ? new FoundScores(archive, rows.Content, []) : null);
    }

    /// <remarks>Once through the archive, as a rule; twice when the metadata come late, or all scores are the best there are.</remarks>
    private async Task<FoundScores?> FindBestAsync(ExpertiseView job, CancellationToken cancellationToken)
    {
        if (await ScoreArchive.OpenAsync(blobs, job.ScoresBlob, cancellationToken) is not { } archive)
        {
            return null;
        }

        byte[]? metadata = null;
        string? best = null;
        var found = await archive.OrDisposeAsync(async () =>
        {
            while (await archive.NextAsync(cancellationToken) is { } file)
            {
                if (file.Name == ExpertiseNames.MetadataFile)
                {
                    metadata = await file.ReadJsonAsync(cancellationToken);
                }
                else if (file.Name == ExpertiseNames.SparseFile && metadata is not null)
                {
                    return new FoundScores(archive, file.Content, metadata);
                }
                else if (file.Name == ExpertiseNames.SparseFile || (file.Name == ExpertiseNames.ScoresFile && best is null))
                {
                    best = file.Name;
                }
            }

            return null;
        });
        if (found is not null || best is null)
        {
            return found;
        }

        var known = metadata ?? throw NoMetadata(job);
        var again = await ScoreArchive.OpenAsync(blobs, job.ScoresBlob, cancellationToken);
        return again is null ? null : await again.OrDisposeAsync(async () =>
            await again.FindAsync(best, cancellationToken) is { } rows ? new FoundScores(again, rows.Content, known) : null);
    }

    /// <summary>The client has its scores and may have left: that is no reason not to tell.</summary>
    private Task TellAsync(Func<Task> call) => calls.AskAsync(call, CancellationToken.None);
}

/// <param name="Rows">A file of the archive, where that stands now.</param>
/// <param name="Metadata">JSON.</param>
internal sealed record FoundScores(ScoreArchive Archive, Stream Rows, byte[] Metadata);
