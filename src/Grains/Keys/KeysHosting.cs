using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Switchyard.Hosting;
using Switchyard.Work.Store;

namespace Switchyard.Keys;

internal static class KeysHosting
{
    /// <summary>One ring of keys for all nodes of the cluster.</summary>
    public static ISiloBuilder AddKeys(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton(new DoorSchema("Switchyard.Keys.Migrations", "keys"));
        services.AddDataProtection().SetApplicationName(ClusterNames.ProtectionName);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new StoredKeys(provider.GetRequiredService<IDoorDatabase>, provider.GetRequiredService<TimeProvider>())));
        return silo;
    }
}
