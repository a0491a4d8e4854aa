using System.Text;
using Switchyard.Hosting;
using Switchyard.Nodes;
using Switchyard.Tables;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

/// <summary>What clients and the node do with a campaign.</summary>
public sealed class ConsoleCampaign(ConsoleNode node)
{
    public ICampaignGrain Grain => node.Grains.CampaignGrain();

    public ITableReportsGrain Reports => node.Grains.TableReports();

    public IQueueGrain Queue => node.Grains.Reach<IQueueGrain>(TableNames.Campaign);

    public async Task ImportedAsync()
    {
        var progress = new ImportProgress { Phase = ImportPhase.Idle };
        await Eventually.IsAsync(async () => (progress = await Grain.GetImportProgressAsync()).Phase is ImportPhase.Finished or ImportPhase.Failed);
        Assert.Null(progress.Error);
    }

    public async Task<ITableGrain> FindAsync(string table) => node.Grains.Reach<ITableGrain>((await Reports.FindAsync(table))!.Value);

    public async Task AssignAsync(string table, string client) =>
        Assert.NotNull(await (await FindAsync(table)).AssignAsync(client, AssignMode.First));

    /// <summary>A client takes a table, and is done with it after a while.</summary>
    /// <param name="cea">What it maps.</param>
    public async Task ReturnAsync(string table, string client, TimeSpan after, IReadOnlyList<Annotation> cea, params Annotation[] cta)
    {
        await AssignAsync(table, client);
        node.Clock.Advance(after);
        await ReturnAsync(table, client, cea, cta);
    }

    /// <summary>A client that has the table is done with it.</summary>
    public async Task ReturnAsync(string table, string client, IReadOnlyList<Annotation> cea, params Annotation[] cta)
    {
        var body = "the body of a result"u8.ToArray();
        var result = new TableResult(new AnnotationSet(cea, cta, []), [], new RawBody(body.Length, body, null));
        Assert.Equal(StoreOutcome.Stored, await (await FindAsync(table)).StoreResultAsync(client, result));
    }

    /// <summary>A client takes a table, and tells an error after a while.</summary>
    public async Task FailAsync(string table, string client, TimeSpan after, string text)
    {
        await AssignAsync(table, client);
        node.Clock.Advance(after);
        var body = Encoding.UTF8.GetBytes(text);
        Assert.Equal(StoreOutcome.Stored, await (await FindAsync(table)).StoreErrorAsync(client, text, new RawBody(body.Length, body, null)));
    }

    /// <summary>A client takes a table, and is not heard of again.</summary>
    public async Task LoseAsync(string table, string client)
    {
        await AssignAsync(table, client);
        node.Clock.Advance(TimeSpan.FromHours(1));
        // So does the queue, when it next looks for leases that ran out.
        Assert.NotEqual(ActOutcome.Unknown, await (await FindAsync(table)).ExpireAsync());
    }
}
