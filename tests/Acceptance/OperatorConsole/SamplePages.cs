namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>A page of the console as it is looked at.</summary>
/// <param name="Name">Of its picture.</param>
/// <param name="Path">From the root.</param>
public sealed record SamplePage(string Name, string Path)
{
    /// <summary>All pages, with the sample work on them.</summary>
    public static IReadOnlyList<SamplePage> All(SampleWork work) =>
    [
        new("home", "/"),
        new("campaign", "/console/campaign"),
        new("work", "/console/work"),
        new("item", $"/console/work/{work.Done}"),
        new("item-failed", $"/console/work/{work.Failed}"),
        new("failed", "/console/failed"),
        new("search", "/console/search?q=e"),
        new("queues", "/console/queues"),
        new("queue", $"/console/queues/{SampleWork.Busy}"),
        new("schedules", "/console/schedules"),
        new("compute", "/console/compute"),
        new("nodes", "/console/nodes"),
        new("audit", "/console/audit"),
        new("keys", "/console/keys"),
        new("settings", "/console/settings"),
        new("tables", "/console/tables"),
        new("table", "/console/tables/MENGO0XP"),
        new("clients", "/console/clients"),
        new("jobs", "/console/jobs"),
        new("job", $"/console/jobs/{work.Job}"),
        new("targets", "/console/targets"),
        new("datasets", "/console/datasets"),
        new("maintenance", "/console/maintenance"),
        new("tickets", "/console/tickets"),
        new("ticket", $"/console/tickets/{work.Done}"),
        new("ticket-failed", $"/console/tickets/{work.Failed}"),
        new("ticket-waiting", $"/console/tickets/{work.Waiting}"),
        new("try", $"/console/tickets/new?service={SampleNode.Segment}"),
        new("expertise", "/console/expertise"),
        new("expertise-job", $"/console/expertise/{work.Scored}"),
        new("downloads", "/console/downloads"),
    ];
}
