using System.Text.Json;
using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;

namespace Switchyard.Expertise.Datasets;

/// <summary>
/// The service <see cref="ExpertiseNames.DatasetService"/>: makes the files that a model scores from the configuration of a
/// job, its CSV files and what OpenReview shows to the job's token.
/// </summary>
/// <remarks>Source: create_dataset of openreview-expertise.</remarks>
public sealed class DatasetProgram : IServiceProgram
{
    private readonly OpenReviewLimits _limits;

    public DatasetProgram()
        : this(new OpenReviewLimits())
    {
    }

    internal DatasetProgram(OpenReviewLimits limits) => _limits = limits;

    public string Name => ExpertiseNames.DatasetService;

    /// <inheritdoc/>
    public async Task RunAsync(ProgramRun run, CancellationToken cancellationToken)
    {
        var config = await ReadAsync(run.In, cancellationToken);
        var lines = new RunLines(run.Log, run.Time);
        using var openReview = config.NeedsOpenReview && run.Secrets.TryGetValue(ExpertiseNames.BaseUrlSecret, out var address) && address.Length > 0
            ? new OpenReviewClient(OpenReviewHosts.Of(address), run.Secrets.GetValueOrDefault(ExpertiseNames.TokenSecret), _limits, run.Time)
            : null;
        await new DatasetBuild(config, run.In, new DatasetWriter(run.Out), openReview, _limits, lines).RunAsync(cancellationToken);
    }

    private static async Task<ExpertiseConfig> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        try
        {
            return ExpertiseConfig.Deserialize(await File.ReadAllBytesAsync(Path.Combine(directory, ExpertiseConfig.FileName), cancellationToken));
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            throw new WrongInputException($"{ExpertiseConfig.FileName} cannot be read: {e.Message}");
        }
    }
}
