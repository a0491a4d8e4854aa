using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>The importable datasets: what lies in the input directory and its archive. A stateless worker; the key is always 0.</summary>
[Alias("switchyard.jobs.datasets-grain")]
public interface IDatasetsGrain : IGrainWithIntegerKey
{
    /// <summary>Those that can be imported, by name, the archive's last. Empty when there is no input directory.</summary>
    [Alias("list"), Repeatable]
    Task<IReadOnlyList<ImportableDataset>> ListAsync();
}

/// <param name="HasData">Whether the archive has a directory of data beside the metadata.</param>
/// <param name="IsArchived">A worker has moved the file away: its job runs, or failed.</param>
[GenerateSerializer, Immutable, Alias("switchyard.jobs.importable-dataset")]
public sealed record ImportableDataset(
    [property: Id(0)] string DatasetName,
    [property: Id(1)] bool HasMetadata,
    [property: Id(2)] bool HasData,
    [property: Id(3)] bool IsArchived);
