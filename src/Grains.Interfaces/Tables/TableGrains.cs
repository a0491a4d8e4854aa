using Switchyard.Hosting;

namespace Switchyard.Tables;

public static class TableGrains
{
    /// <summary>The campaign.</summary>
    public static ICampaignGrain CampaignGrain(this IGrainFactory grains) => grains.Reach<ICampaignGrain>(TableNames.Campaign);

    /// <summary>What is known of the campaign's tables together.</summary>
    public static ITableReportsGrain TableReports(this IGrainFactory grains) => grains.Reach<ITableReportsGrain>(TableNames.Campaign);

    /// <summary>One for each file that is written.</summary>
    public static ITableExportsGrain NewTableExport(this IGrainFactory grains) => grains.Reach<ITableExportsGrain>(Guid.NewGuid());
}
