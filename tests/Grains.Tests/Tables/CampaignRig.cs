using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>A campaign of small tables on a real node: t1, t2, ... with one CEA, one CTA and one CPA target each.</summary>
internal sealed class CampaignRig : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("switchyard-campaign-").FullName;
    private TablesOptions _options;
    private TestNode? _node;

    private readonly string? _postgres;

    private CampaignRig(TablesOptions options, string? postgres) => (_options, _postgres) = (options, postgres);

    public TestNode Node => _node ?? throw new InvalidOperationException("The node is down.");

    public ICampaignGrain Campaign => Node.Grains.GetGrain<ICampaignGrain>(TableNames.Campaign);

    public ITableReportsGrain Reports => Node.Grains.GetGrain<ITableReportsGrain>(TableNames.Campaign);

    public ITableExportsGrain Exports => Node.Grains.GetGrain<ITableExportsGrain>(Guid.NewGuid());

    public string Input => Path.Combine(_root, "input");

    /// <param name="postgres">An empty database of PostgreSQL; null: SQLite.</param>
    public static async Task<CampaignRig> StartAsync(int tables, TimeSpan? lease = null, string? postgres = null)
    {
        var rig = new CampaignRig(new TablesOptions { LeaseTimeout = lease ?? TimeSpan.FromHours(1) }, postgres);
        rig.Write(Enumerable.Range(1, tables).Select(number => $"t{number}"));
        rig._options = rig._options with { InputDirectory = rig.Input };
        await rig.UpAsync();
        return rig;
    }

    public static TableResult Result(WorkPackage package, string value, params string[] errors)
    {
        var body = Encoding.UTF8.GetBytes($"body of {package.Name}: {value}");
        return new(Mapped(package.Targets, value), errors, new RawBody(body.Length, body, null));
    }

    public async Task UpAsync()
    {
        var storage = new StorageOptions
        {
            DataDirectory = Path.Combine(_root, "data"),
            Provider = _postgres is null ? StorageProvider.Sqlite : StorageProvider.Postgres,
            ConnectionString = _postgres,
        };
        _node = await TestNode.StartAsync(storage, services => services.AddSingleton(_options));
        await EndedAsync(await Campaign.GetImportProgressAsync());
    }

    public async Task DownAsync()
    {
        await Node.DisposeAsync();
        _node = null;
    }

    public async Task<ImportProgress> ImportedAsync(ImportRequest? request = null) =>
        await EndedAsync(request is null ? await Campaign.ImportAsync() : await Campaign.ImportWithAsync(request));

    public void Change(string path, string text) => File.WriteAllText(Path.Combine(Input, path), text);

    private async Task<ImportProgress> EndedAsync(ImportProgress began)
    {
        for (var progress = began; ; progress = await Campaign.GetImportProgressAsync())
        {
            if (progress.Phase is ImportPhase.Finished or ImportPhase.Failed)
            {
                return progress;
            }

            await Task.Yield();
        }
    }

    public async Task<WorkPackage> PullAsync(string client)
    {
        var answer = await Campaign.GetWorkAsync(client, TimeSpan.FromSeconds(10));
        return answer.Package ?? throw new InvalidOperationException($"{client} got {answer.Status}.");
    }

    public async Task<ITableGrain> TableAsync(string name) =>
        Node.Grains.GetGrain<ITableGrain>(await Reports.FindAsync(name) ?? throw new InvalidOperationException($"No table {name}."));

    public async Task<StoreOutcome> ReturnAsync(string client, WorkPackage package, string value, params string[] errors) =>
        await (await TableAsync(package.Name)).StoreResultAsync(client, Result(package, value, errors));

    public async Task<StoreOutcome> FailAsync(string client, string table, string text) =>
        await (await TableAsync(table)).StoreErrorAsync(client, text, new RawBody(text.Length, Encoding.UTF8.GetBytes(text), null));

    public static async Task<byte[]> AllAsync(IAsyncEnumerable<byte[]> chunks)
    {
        using var all = new MemoryStream();
        await foreach (var chunk in chunks)
        {
            all.Write(chunk);
        }

        return all.ToArray();
    }

    public void Write(IEnumerable<string> tables)
    {
        var names = tables.ToList();
        Directory.CreateDirectory(Path.Combine(Input, "tables"));
        Directory.CreateDirectory(Path.Combine(Input, "targets"));
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(Input, "tables", name + ".csv"), $"name,place\n{name},here\n");
        }

        File.WriteAllLines(Path.Combine(Input, "targets", "CEA.csv"), names.Select(name => $"{name},1,0"));
        File.WriteAllLines(Path.Combine(Input, "targets", "CTA.csv"), names.Select(name => $"{name},0"));
        File.WriteAllLines(Path.Combine(Input, "targets", "CPA.csv"), names.Select(name => $"{name},0,1"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        Directory.Delete(_root, recursive: true);
    }

    private static AnnotationSet Mapped(AnnotationSet targets, string value) => new(
        [.. targets.Cea.Select(target => target with { Mapped = value })],
        [.. targets.Cta.Select(target => target with { Mapped = value })],
        [.. targets.Cpa.Select(target => target with { Mapped = value })]);
}
