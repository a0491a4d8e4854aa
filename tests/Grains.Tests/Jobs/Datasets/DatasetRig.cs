using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Jobs.Datasets;

/// <summary>An input directory of a test's own. The files in it changed an hour ago, unless said otherwise.</summary>
internal sealed class DatasetRig : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly string _home = Directory.CreateTempSubdirectory("switchyard-datasets-").FullName;

    public DatasetRig(ArchiveLimits? limits = null)
    {
        Root = Directory.CreateDirectory(Path.Combine(_home, "input")).FullName;
        Datasets = new DatasetDirectory(Root, limits ?? ArchiveLimits.Default, Time, Log);
    }

    public FakeTimeProvider Time { get; } = new(Start);

    public ToldLogger<DatasetDirectory> Log { get; } = new();

    public string Root { get; }

    public DatasetDirectory Datasets { get; }

    public string PathOf(string file) => Path.Combine(Root, file);

    public string Outside(string file) => Path.Combine(_home, file);

    public void Write(string file, byte[] content, DateTimeOffset? changedAt = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllBytes(PathOf(file), content);
        File.SetLastWriteTimeUtc(PathOf(file), (changedAt ?? Start.AddHours(-1)).UtcDateTime);
    }

    /// <summary>The listed datasets in short: "NAME", with "+data" and "(archived)".</summary>
    public IEnumerable<string> List() => Datasets.List().Select(dataset =>
        dataset.DatasetName + (dataset.HasMetadata ? "" : "-metadata") + (dataset.HasData ? "+data" : "") + (dataset.IsArchived ? " (archived)" : ""));

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
