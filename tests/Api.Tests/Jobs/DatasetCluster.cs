using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>A node with importable datasets: KJOENN with data, and BOSTED, which a worker has taken.</summary>
public sealed class DatasetCluster : YardCluster
{
    private readonly DirectoryInfo _input = Directory.CreateTempSubdirectory("switchyard-datasets-");

    protected override async ValueTask<IEnumerable<(string Key, string Value)>> ArrangeAsync()
    {
        await DatasetArchive.WriteAsync(_input.FullName, "KJOENN");
        await DatasetArchive.WriteAsync(Path.Combine(_input.FullName, "archive"), "BOSTED", "BOSTED.json");
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
}
