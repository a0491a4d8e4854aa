using Switchyard.Tables;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

public static class Samples
{
    /// <summary>What a hostile client might call itself, or report.</summary>
    public const string Hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A work item that nobody had yet.</summary>
    public static WorkItemView Queued { get; } = new()
    {
        Id = 1,
        Kind = "table",
        Queue = "tables",
        Priority = 0,
        Status = WorkStatus.Queued,
        Attempt = 0,
        LeaseNumber = 0,
        Name = "t",
        CreatedAt = Start,
    };

    /// <summary>A table with five targets, of which one is mapped from the beginning.</summary>
    public static void ReturnedTable(this CampaignFiles files, string name) =>
        files.Table(name, ["1,0", "1,1,Q183", "2,0", "2,1"], cta: 1);

    /// <summary>It comes back once with an error and once with a result.</summary>
    public static async Task ReturnTwiceAsync(this ConsoleCampaign campaign, string table)
    {
        await campaign.FailAsync(table, "solver-01", TimeSpan.FromMinutes(5), "Traceback:\n  " + Hostile);
        await (await campaign.FindAsync(table)).ResetAsync();
        await campaign.ReturnAsync(
            table, Hostile, TimeSpan.FromMinutes(2), [new Annotation(1, 0, "Q64"), new Annotation(2, 0, Hostile)], new Annotation(0, 0, "Q515"));
    }
}
