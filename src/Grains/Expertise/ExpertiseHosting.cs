using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Switchyard.Compute;
using Switchyard.Expertise.Rules;

namespace Switchyard.Expertise;

internal static class ExpertiseHosting
{
    /// <summary>Options are <see cref="ExpertiseOptions"/>.</summary>
    public static ISiloBuilder AddExpertise(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<TokenVault>();
        foreach (var queue in (string[])[ExpertiseNames.DatasetQueue, ExpertiseNames.ScoringQueue])
        {
            services.AddSingleton(provider => new PushQueue(
                queue, row => ExpertiseRows.EntryOf(row, provider.GetRequiredService<IOptions<ExpertiseOptions>>().Value)));
        }

        return silo;
    }
}
