using Microsoft.Extensions.Options;

namespace Switchyard.Tables;

/// <summary>Imports the input directory when a silo starts: what is known already is left as it is.</summary>
public sealed class CampaignStart(IOptions<TablesOptions> options, IGrainFactory grains) : IStartupTask
{
    public async Task Execute(CancellationToken cancellationToken)
    {
        if (options.Value.InputDirectory is not null)
        {
            await grains.GetGrain<ICampaignGrain>(TableNames.Campaign).ImportAsync();
        }
    }
}
