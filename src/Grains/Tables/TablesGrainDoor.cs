using Microsoft.Extensions.DependencyInjection;
using Switchyard.Doors;
using Switchyard.Hosting;
using Switchyard.Work.Retention;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

internal sealed class TablesGrainDoor : GrainDoor<TablesOptions>
{
    public override DoorSchema Schema => new("Switchyard.Tables.Migrations", "tables");

    protected override ISiloBuilder AddDoor(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<TableAudit>();
        services.AddSingleton<IItemRemains, TableRemains>();
        services.AddSingleton<IRetention>(provider => new ItemRetention(
            "Tables", provider.GetRequiredService<TablesOptions>().Retention, [TableNames.Campaign], provider.GetRequiredService<IWorkStore>()));
        services.AddSingleton<TableEvaluation>();
        services.AddSingleton<CampaignIntake>();
        services.AddSingleton<ImportRun>();
        return silo.AddPatientStart<CampaignStart>();
    }
}
