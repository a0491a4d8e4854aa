using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Switchyard.Hosting;

namespace Switchyard.Keys;

/// <summary>The keys of ASP.NET data protection as the cluster has them: a session that one front end began is good at all.</summary>
internal sealed class ClusterKeys(IGrainFactory grains) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        Wait(async () => (await Ring.GetAsync()).Select(XElement.Parse).ToArray());

    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        await Ring.AddAsync(friendlyName, element.ToString(SaveOptions.DisableFormatting));
        return true;
    });

    private IKeyRingGrain Ring => grains.Reach<IKeyRingGrain>(0);

#pragma warning disable RS0030 // The contract of ASP.NET is synchronous.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore RS0030
}

internal static class ClusterKeysHosting
{
    /// <summary>For a front end alone; a node reads its store.</summary>
    public static void AddClusterKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ClusterNames.ProtectionName);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new ClusterKeys(provider.GetRequiredService<IGrainFactory>())));
    }
}
