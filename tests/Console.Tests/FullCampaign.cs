using System.Text;
using Switchyard.Tables;

namespace Switchyard.OperatorConsole;

/// <summary>A campaign in full swing: made once, by what its clients do; each node that starts with it has a copy.</summary>
public sealed class FullCampaign : IAsyncDisposable
{
    /// <summary>A name that can be a file's.</summary>
    public const string HostileFile = "<img src=x onerror=\"window.hacked=1\">";

    private readonly Lazy<Task<Made>> _made = new(MakeAsync);

    public async Task<ConsoleNode> StartAsync()
    {
        var made = await _made.Value;
        return await ConsoleNode.ResumeAsync(made.Node.Files, made.Data, made.Node.Clock.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        if (_made.IsValueCreated)
        {
            await (await _made.Value).Node.DisposeAsync();
        }
    }

    private static void Write(CampaignFiles files)
    {
        files.Table("0BZK1R77", Cells(40), cta: 1);
        files.Table("1QX6LL0P", Cells(24));
        files.Table("0A2WQ3CX", Cells(2));
        files.Table("wide", Cells(12_000));
        for (var number = 1; number <= 1_243; number++)
        {
            files.Table($"T{number:0000}");
        }

        files.Unreadable(HostileFile);
        files.Append("targets/CEA.csv", ["T0001,1"]);
        files.Append("solution/cea.csv", ["Filename,Row Id,Col Id,Entity URI", .. Cells(12_000).Select(cell => $"wide,{cell},Q1"), .. Cells(40).Select(cell => $"0BZK1R77,{cell},Q1")]);
    }

    private static IEnumerable<string> Cells(int count) => Enumerable.Range(1, count).Select(row => $"{row},0");

    private static Annotation[] Map(int count, string to = "Q1") => [.. Enumerable.Range(1, count).Select(row => new Annotation(row, 0, to))];

    private static async Task<Made> MakeAsync()
    {
        var node = await ConsoleNode.StartAsync(Write);
        var campaign = node.Campaign;
        node.Clock.Advance(TimeSpan.FromHours(4));
        for (var number = 1; number <= 7; number++)
        {
            await campaign.FailAsync($"T{number:0000}", Client(number), TimeSpan.FromSeconds(12), "lookup timed out");
        }

        var longer = TimeSpan.FromSeconds(94);
        await campaign.ReturnAsync("wide", Client(1), longer, [.. Map(11_411), .. Map(11_500, "Q2").Skip(11_411)]);
        await campaign.ReturnAsync("0BZK1R77", Client(2), longer, Map(31), new Annotation(0, 0, "Q515"));
        await campaign.ReturnAsync("1QX6LL0P", Client(3), longer, Map(20));
        await campaign.ReturnAsync("0A2WQ3CX", Client(4), longer, []);
        for (var number = 8; number <= 40; number++)
        {
            await campaign.ReturnAsync($"T{number:0000}", Client(number), longer, Map(1));
        }

        node.Clock.Advance(TimeSpan.FromMinutes(20));
        for (var number = 41; number <= 64; number++)
        {
            await campaign.AssignAsync($"T{number:0000}", Client(number));
        }

        var checkpoints = Encoding.UTF8.GetBytes(
            """{"cea":[{"label":"lookup","state":[{"row_id":1,"col_id":0,"cand":["Q1","Q2"]}]},{"label":"filter","state":[{"row_id":1,"col_id":0,"cand":["Q1"]}]}],"cta":[],"cpa":[]}""");
        await (await campaign.FindAsync("0BZK1R77")).StoreAnalysisAsync(new RawBody(checkpoints.Length, checkpoints, null));
        await campaign.Reports.AddAuditAsync(
        [
            Audit("creation", "generic lookup", 212_004),
            Audit("selection", "stringSimilarity", 140_512),
            Audit("selection", "colSimilarity", 59_504),
        ]);
        return new Made(node, await node.DownAsync());
    }

    private static string Client(int number) => $"solver-{number % 24:00}";

    private static AuditRecord Audit(string step, string method, long solved) =>
        new("baseline", "0BZK1R77", "CEA", step, method, solved, 0, "[]", "2026-03-01T12:00:00");

    private sealed record Made(ConsoleNode Node, string Data);
}
