using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Wakes the campaign when a silo starts; it then imports the input directory, and leaves what is known already.</summary>
public sealed class CampaignStart(TablesOptions options, IGrainFactory grains) : IStartupTask
{
    public async Task Execute(CancellationToken cancellationToken)
    {
        if (options.InputDirectory is not null)
        {
            await grains.Reach<ICampaignGrain>(TableNames.Campaign).GetImportProgressAsync();
        }
    }
}
