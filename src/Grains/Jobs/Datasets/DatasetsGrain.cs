using Orleans.Concurrency;

namespace Switchyard.Jobs.Datasets;

/// <summary>Lists the datasets off the silo's own threads, one at a time on each node.</summary>
[StatelessWorker(maxLocalWorkers: 1), Reentrant]
public sealed class DatasetsGrain(DatasetDirectory directory) : Grain, IDatasetsGrain
{
    private readonly SharedRun<IReadOnlyList<ImportableDataset>> _list = new(() => Task.Run(directory.List));

    public Task<IReadOnlyList<ImportableDataset>> ListAsync() => _list.AskAsync();
}
