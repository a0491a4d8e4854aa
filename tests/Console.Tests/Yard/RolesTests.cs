using Microsoft.Playwright;
using Switchyard.Auth;
using Switchyard.Servers;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole.Yard;

/// <summary>Each page with its acts, as each role sees it: what somebody may not do is not offered to them.</summary>
public sealed class RolesTests(RolesYard yard) : IClassFixture<RolesYard>
{
    private static readonly (string Person, Role Role)[] _people =
        [(ConsoleYard.Viewer, Role.Viewer), (ConsoleYard.Operator, Role.Operator), (ConsoleYard.Admin, Role.Admin)];

    public static TheoryData<string> People => [.. _people.Select(person => person.Person)];

    /// <summary>Where acts are, the least that each needs, and what is there for everybody who sees the page.</summary>
    private (string Path, Access Sees, string Shown, (string Act, Access Needs)[] Acts)[] Pages =>
    [
        ("/", Access.Read, "door", []),
        ("/console/work", Access.Read, "item-row", [("selection", Access.Operate), ("act-retry", Access.Operate), ("select-all-matching", Access.Operate)]),
        ($"/console/work/{yard.Task}", Access.Read, "item-status",
            [("item-cancel", Access.Operate), ("item-retry", Access.Operate), ("item-delete", Access.Operate), ("item-audit", Access.Operate)]),
        ("/console/failed", Access.Read, "failure-group", [("retry-all", Access.Operate), ("failure-retry", Access.Operate), ("failure-delete", Access.Operate)]),
        ("/console/search?q=one", Access.Read, "item-row", []),
        ("/console/queues", Access.Read, "queue-row", [("queue-pause-act", Access.Operate), ("pause-all", Access.Operate)]),
        ($"/console/queues/{RolesYard.Name}", Access.Read, "dead-error",
        [
            ("queue-pause-act", Access.Operate), ("submit", Access.Operate), ("dead-retry", Access.Operate), ("dead-delete", Access.Operate),
            ("dead-retry-all", Access.Operate), ("dead-delete-all", Access.Operate), ("policy-edit", Access.Administer),
        ]),
        ("/console/schedules", Access.Read, "schedule-row",
            [("schedule-run", Access.Operate), ("schedule-pause", Access.Operate), ("schedule-new", Access.Administer), ("schedule-delete", Access.Administer)]),
        ($"/console/schedules/{RolesYard.Name}", Access.Read, "schedule-state",
            [("schedule-run", Access.Operate), ("schedule-pause", Access.Operate), ("schedule-edit", Access.Administer), ("schedule-delete", Access.Administer)]),
        ("/console/compute", Access.Read, "lane", [("lane-pause", Access.Operate), ("lane-drain", Access.Operate)]),
        ("/console/campaign", Access.Read, "progress-card", [("import-start", Access.Operate), ("pause", Access.Operate), ("reset-card", Access.Operate)]),
        ("/console/tables", Access.Read, "table-row", []),
        ("/console/tables/T1", Access.Read, "item-card", [("table-reset", Access.Operate)]),
        ("/console/clients", Access.Read, "no-clients", []),
        ("/console/jobs", Access.Read, "job-link", []),
        ($"/console/jobs/{yard.Job}", Access.Read, "job-status", [("job-cancel", Access.Operate), ("job-retry", Access.Operate)]),
        ("/console/targets", Access.Read, "target-row", []),
        ("/console/datasets", Access.Read, "dataset-row", [("dataset-delete", Access.Operate)]),
        ("/console/maintenance", Access.Read, "history-row", [("maintenance-begin", Access.Operate)]),
        ("/console/tickets", Access.Read, "service", [("service-try", Access.Submit)]),
        ($"/console/tickets/{yard.Ticket}", Access.Read, "ticket-status", [("ticket-cancel", Access.Operate)]),
        ("/console/tickets/new?service=Dummy", Access.Read, "no-test-id", [("try-form", Access.Submit)]),
        ("/console/expertise", Access.Read, "no-jobs", []),
        ("/console/downloads", Access.Read, "listener-card", []),
        ("/console/nodes", Access.Read, "node-row", [("node-drain", Access.Operate)]),
        ("/console/audit", Access.Operate, "filters", []),
        ("/console/keys", Access.Administer, "key-row", [("key-revoke", Access.Administer)]),
        ("/console/settings", Access.Operate, "setting-row", []),
    ];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Each_page_offers_what_a_role_may_do_and_nothing_else(string name)
    {
        var role = _people.Single(person => person.Person == name).Role;
        await using var visit = await yard.VisitAsync(name, "/console/settings");
        var wrong = new List<string>();
        foreach (var (path, sees, shown, acts) in Pages)
        {
            await visit.GoAsync(path);
            if (!sees.Permits(role))
            {
                await Expect(visit["page-refused"]).ToBeVisibleAsync();
                await Expect(visit[shown]).ToHaveCountAsync(0);
                continue;
            }

            await SettledAsync(visit);
            if (shown != "no-test-id" && !await ThereAsync(visit[shown]))
            {
                wrong.Add($"{path}: no {shown}");
            }

            foreach (var (act, needs) in acts)
            {
                if (needs.Permits(role) ? !await ThereAsync(visit[act]) : await visit[act].CountAsync() > 0)
                {
                    wrong.Add($"{path}: {name} is {(needs.Permits(role) ? "not offered" : "offered")} {act}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        visit.AssertClean();
    }

    private static async Task SettledAsync(Visit visit)
    {
        await Expect(visit.Page.Locator("h1").First).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Loading", new() { Exact = true })).ToHaveCountAsync(0);
    }

    private static async Task<bool> ThereAsync(ILocator thing)
    {
        try
        {
            await thing.First.WaitForAsync(new() { State = WaitForSelectorState.Attached, Timeout = 10_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
