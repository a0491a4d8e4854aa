using Switchyard.Hosting;
using Switchyard.Tables;

namespace Switchyard.Yard;

/// <summary>The campaign of the node: each table has two columns and a row, a cell that is mapped, and a pair of columns that is not.</summary>
public sealed class YardTables(YardCluster yard, DirectoryInfo input) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly string _tables = input.CreateSubdirectory("tables").FullName;
    private readonly string _targets = input.CreateSubdirectory("targets").FullName;
    private readonly string _answers = input.CreateSubdirectory("gt").FullName;

    public ICampaignGrain Campaign => yard.Grains.Reach<ICampaignGrain>(TableNames.Campaign);

    public ITableReportsGrain Reports => yard.Grains.Reach<ITableReportsGrain>(TableNames.Campaign);

    public string Input => input.FullName;

    /// <summary>Before the node starts: so that there is a campaign, and its queue is known.</summary>
    public Task WriteFirstAsync() => WriteAsync("first");

    /// <summary>A table that is imported, and out with these clients.</summary>
    public async Task<YardTable> AddAsync(string name, params string[] openClients)
    {
        await ImportAsync(() => WriteAsync(name));
        var table = await FindAsync(name);
        foreach (var (client, place) in openClients.Select((client, place) => (client, place)))
        {
            Assert.NotNull(await table.Grain.AssignAsync(client, place == 0 ? AssignMode.First : AssignMode.Copy));
        }

        return table;
    }

    /// <summary>A table whose file nobody can read.</summary>
    public async Task<YardTable> AddUnreadableAsync(string name)
    {
        await ImportAsync(() => File.WriteAllBytesAsync(Path.Combine(_tables, name + ".csv"), [0xFF]));
        return await FindAsync(name);
    }

    public async Task<YardTable> FindAsync(string name)
    {
        var id = await Reports.FindAsync(name);
        return new YardTable(id!.Value, name, yard.Grains.Reach<ITableGrain>(id.Value));
    }

    public void Dispose() => _one.Dispose();

    private async Task WriteAsync(string name)
    {
        await File.WriteAllTextAsync(Path.Combine(_tables, name + ".csv"), "col0,col1\nZürich,a<b\n");
        await File.AppendAllTextAsync(Path.Combine(_targets, "CEA.csv"), $"{name},1,0,Q72\n");
        await File.AppendAllTextAsync(Path.Combine(_targets, "CPA.csv"), $"{name},0,1\n");
        await File.AppendAllTextAsync(Path.Combine(_answers, "CEA.csv"), $"{name},1,0,Q72\n");
    }

    private async Task<ImportProgress> EndedAsync()
    {
        var progress = new ImportProgress { Phase = ImportPhase.Idle };
        await Eventually.IsAsync(async () => (progress = await Campaign.GetImportProgressAsync()).Phase is ImportPhase.Finished or ImportPhase.Failed);
        return progress;
    }

    /// <summary>One at a time: the directory must not change while it is read.</summary>
    private async Task ImportAsync(Func<Task> write)
    {
        await _one.WaitAsync();
        try
        {
            await write();
            // The node's own, from its start.
            await EndedAsync();
            await Campaign.ImportAsync();
            Assert.Equal((ImportPhase.Finished, null), await EndedAsync() is var progress ? (progress.Phase, progress.Error) : default);
        }
        finally
        {
            _one.Release();
        }
    }
}

public sealed record YardTable(long Id, string Name, ITableGrain Grain);
