using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute;
using Switchyard.Compute.Programs;
using Switchyard.Doors;
using Switchyard.Downloads.Database;
using Switchyard.Downloads.Exports;
using Switchyard.Downloads.Rules;
using Switchyard.Hosting;
using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Downloads;

internal sealed class DownloadsGrainDoor : GrainDoor<DownloadsOptions>
{
    public override DoorSchema Schema => new("Switchyard.Downloads.Migrations", "downloads");

    public override IReadOnlyList<(IServiceProgram Program, string Description)> Programs =>
        [(new ExportProgram(), "Builds the archive of a classifier and its texts")];

    protected override IEnumerable<string> Judge(DownloadsOptions options)
    {
        if (options.ConnectionString is { } connection && PostgresText.WhyWrong(connection) is { } reason)
        {
            yield return $"Downloads:ConnectionString: {reason}";
        }
    }

    protected override ISiloBuilder AddDoor(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton(new PushQueue(DownloadNames.Queue, DownloadRows.EntryOf));
        services.AddSingleton<LabelForwardDoor>();
        services.AddSingleton<DownloadJournal>();
        services.AddSingleton<IItemRemains, DownloadRemains>();
        services.AddSingleton<IRetention, DownloadRetention>();
        return silo.AddPatientStart<ListenerStart>();
    }
}
