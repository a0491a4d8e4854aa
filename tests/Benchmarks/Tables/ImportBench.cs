using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Tables;

/// <summary>How long a campaign's import takes, and how much memory the node needs for it.</summary>
internal static class ImportBench
{
    /// <summary>A node that may use this much for its objects, in bytes: an import must not need more with more targets.</summary>
    private const long HeapLimit = 256L << 20;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var table = new PlainTable(
            8, "database", "tables", "targets", "import s", "tables/s", "peak memory MiB", "peak MiB with a heap limited to 256 MiB");
        foreach (var shape in (CampaignShape[])[CampaignShape.Round1(settings.Tables / 10), CampaignShape.Round1(settings.Tables), CampaignShape.Million])
        {
            var input = databases.NewDirectory();
            CampaignFiles.Write(input, shape);
            foreach (var database in databases.Names)
            {
                var (time, free) = await ImportAsync(databases, database, input, shape);
                var (_, limited) = await ImportAsync(databases, database, input, shape, HeapLimit);
                table.Add(database, shape.Tables, shape.Targets, time.TotalSeconds, shape.Tables / time.TotalSeconds, free, limited);
            }

            Directory.Delete(input, recursive: true);
        }
    }

    private static async Task<(TimeSpan Time, double Peak)> ImportAsync(
        Databases databases, string database, string input, CampaignShape shape, long? heapLimit = null)
    {
        await using var campaign = await Campaign.StartAsync(databases, database, input, shape, heapLimit);
        return (campaign.ImportTime, campaign.Node.PeakMemory());
    }
}
