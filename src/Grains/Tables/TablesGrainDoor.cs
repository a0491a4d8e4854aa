using Microsoft.Extensions.DependencyInjection;
using Switchyard.Doors;
using Switchyard.Hosting;

namespace Switchyard.Tables;

internal sealed class TablesGrainDoor : GrainDoor<TablesOptions>
{
    public override DoorSchema Schema => new("Switchyard.Tables.Migrations", "tables");

    protected override ISiloBuilder AddDoor(ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddSingleton<TableAudit>();
        services.AddSingleton<TableEvaluation>();
        services.AddSingleton<CampaignIntake>();
        services.AddSingleton<ImportRun>();
        return silo.AddPatientStart<CampaignStart>();
    }
}
