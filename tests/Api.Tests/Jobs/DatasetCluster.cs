using System.Formats.Tar;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>A node with importable datasets: KJOENN with data, and BOSTED, which a worker has taken.</summary>
public sealed class DatasetCluster : YardCluster
{
    private readonly DirectoryInfo _input = Directory.CreateTempSubdirectory("switchyard-datasets-");

    protected override async ValueTask<IEnumerable<(string Key, string Value)>> ArrangeAsync()
    {
        await WriteAsync(_input, "KJOENN", "KJOENN.json", "chunks/", "chunks/1.csv");
        await WriteAsync(_input.CreateSubdirectory("archive"), "BOSTED", "BOSTED.json");
        return [("Jobs:InputDirectory", _input.FullName)];
    }

    /// <summary>Makes a deletion of the dataset end so, where that can be made.</summary>
    public async Task ArrangeAsync(string dataset, DatasetDeletion outcome)
    {
        if (outcome is DatasetDeletion.Deleted or DatasetDeletion.TargetBusy)
        {
            // Empty, and so in no list.
            await File.WriteAllBytesAsync(Path.Combine(_input.FullName, dataset + ".tar"), []);
        }

        if (outcome == DatasetDeletion.TargetBusy)
        {
            await Jobs.AddAsync(dataset);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _input.Delete(recursive: true);
    }

    private static async Task WriteAsync(DirectoryInfo directory, string dataset, params string[] members)
    {
        await using var tar = new TarWriter(File.Create(Path.Combine(directory.FullName, dataset + ".tar")));
        foreach (var member in members)
        {
            var isDirectory = member.EndsWith('/');
            await tar.WriteEntryAsync(isDirectory
                ? new PaxTarEntry(TarEntryType.Directory, member)
                : new PaxTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream([1]) });
        }
    }
}
