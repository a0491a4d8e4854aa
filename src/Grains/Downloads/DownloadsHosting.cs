using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute;
using Switchyard.Downloads.Database;
using Switchyard.Downloads.Rules;
using Switchyard.Hosting;

namespace Switchyard.Downloads;

internal static class DownloadsHosting
{
    /// <summary>Options are <see cref="DownloadsOptions"/>.</summary>
    public static ISiloBuilder AddDownloads(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton(new DoorSchema("Switchyard.Downloads.Migrations", "downloads"));
        services.AddSingleton(new PushQueue(DownloadNames.Queue, DownloadRows.EntryOf));
        services.AddSingleton<LabelForwardDoor>();
        services.AddSingleton<DownloadJournal>();
        return silo.AddPatientStart<ListenerStart>();
    }
}
