using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Work.Audit;
using Switchyard.Work.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole.Yard;

[Collection(YardCollection.Name)]
public sealed class AdministrationPagesTests(ConsoleYard yard)
{
    [Theory]
    [InlineData(ConsoleYard.Viewer, "audit", false)]
    [InlineData(ConsoleYard.Viewer, "settings", false)]
    [InlineData(ConsoleYard.Viewer, "keys", false)]
    [InlineData(ConsoleYard.Operator, "keys", false)]
    [InlineData(ConsoleYard.Operator, "audit", true)]
    [InlineData(ConsoleYard.Operator, "settings", true)]
    [InlineData(ConsoleYard.Admin, "keys", true)]
    public async Task A_page_is_shown_to_who_may_see_it(string person, string page, bool isShown)
    {
        await using var visit = await yard.VisitAsync(person, $"/console/{page}");

        await Expect(visit["page-refused"]).ToHaveCountAsync(isShown ? 0 : 1);
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync(isShown ? $"{char.ToUpperInvariant(page[0])}{page[1..]}" : "Not for you");
        visit.AssertClean();
    }

    [Fact]
    public async Task Nodes_tell_how_they_are_and_leave_after_a_question()
    {
        using var drains = yard.Node.Faults.On<INodesGrain>(nameof(INodesGrain.DrainAsync), _ => true, call =>
        {
            call.Answer = new NodeView(call.Argument<string>(0), NodeState.Draining);
            return Task.CompletedTask;
        });
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/nodes");
        await Expect(visit["node-row"]).ToHaveTextAsync("test");
        await Expect(visit["node-state"]).ToHaveTextAsync("ready");
        await Expect(visit["node-memory"]).ToContainTextAsync("iB of ");
        await Expect(visit["node-activations"]).Not.ToHaveTextAsync("\u2013");
        await Expect(visit["node-sources"]).ToHaveTextAsync("idle");
        await Expect(visit["node-duties"]).ToContainTextAsync("scheduling");
        await visit.ShootAsync("nodes");

        await visit["node-drain"].ClickAsync();
        Assert.Empty(drains.Calls);
        await Expect(visit["confirm-dialog"]).ToContainTextAsync("It is the only node");
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit.Page.Locator(".mud-snackbar")).ToContainTextAsync("test leaves");
        Assert.Equal("test", Assert.Single(drains.Calls).Argument<string>(0));
        visit.AssertClean();

        await using var viewer = await yard.VisitAsync(ConsoleYard.Viewer, "/console/nodes");
        await Expect(viewer["node-row"]).ToBeVisibleAsync();
        await Expect(viewer["node-drain"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_record_is_filtered_in_the_address_paged_and_leads_to_what_it_is_about()
    {
        var id = await yard.FailAsync("recorded", "no");
        new Actor("ann", "10.1.2.3").Carry();
        for (var times = 0; times < 60; times++)
        {
            await yard.Node.Grains.Reach<Work.IQueueGrain>("recorded").PauseAsync("ann", $"reason {times}");
        }

        await yard.Node.Grains.Reach<Work.IQueueGrain>("recorded").ResumeAsync("ann");
        await yard.Node.Grains.Reach<Tasks.ITaskGrain>(id).ResetAsync();
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/audit?queue=recorded");
        await Expect(visit["audit-row"]).ToHaveCountAsync(50);
        await Expect(visit["audit-row"].First).ToHaveTextAsync(AuditActs.Retry);
        await Expect(visit["audit-item"].First).ToHaveAttributeAsync("href", $"console/work/{id}");
        await Expect(visit["audit-queue"].First).ToHaveAttributeAsync("href", "console/queues/recorded");
        await visit.ShootAsync("audit");

        await visit["page-next"].ClickAsync();
        await Expect(visit["audit-row"]).ToHaveCountAsync(12);
        await Expect(visit["audit-reason"].Last).ToHaveTextAsync("reason 0");
        await visit["page-first"].ClickAsync();

        await visit["filter-act"].ClickAsync();
        await visit.Page.Locator(".mud-popover .mud-list-item").GetByText(AuditActs.Resume, new() { Exact = true }).ClickAsync();
        await Expect(visit["audit-row"]).ToHaveTextAsync([AuditActs.Resume]);
        await Expect(visit["audit-who"]).ToHaveTextAsync("ann");
        Assert.Contains("act=resume", visit.Page.Url, StringComparison.Ordinal);
        await visit.GoAsync("/console/audit?item=x");
        await Expect(visit["audit-wrong"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task A_key_is_made_its_secret_shown_once_and_revoked()
    {
        await using var visit = await yard.VisitAsync(ConsoleYard.Admin, "/console/keys");
        await visit["key-new"].ClickAsync();
        await visit.Page.Locator("#key-name").FillAsync("gpu worker");
        await visit.Page.Locator("#key-expires").FillAsync("soon");
        await visit["key-make"].ClickAsync();
        await Expect(visit["key-refusal"]).ToContainTextAsync("expires must be");

        await visit.Page.Locator("#key-expires").FillAsync("P90D");
        await visit.Page.Locator("#key-queues").FillAsync("a, b");
        await visit["key-make"].ClickAsync();
        var text = await visit["key-secret"].TextContentAsync();
        var key = await yard.Node.Grains.GetAccessKeys().FindAsync(KeySecret.IdOf(text!)!, KeySecret.Hash(text!));
        Assert.Equal(("gpu worker", Role.Worker, "root"), (key!.Name, key.Role, key.CreatedBy));
        Assert.Equal(yard.Node.Clock.GetUtcNow().AddDays(90), key.ExpiresAt!.Value, TimeSpan.FromMilliseconds(1));
        Assert.Equal(["a", "b"], key.Queues);
        await Expect(visit["key-bounds"].First).ToHaveTextAsync("queues a, b");
        await visit.ShootAsync("keys");

        await visit.Page.ReloadAsync();
        await Expect(visit["key-row"].First).ToContainTextAsync("gpu worker");
        Assert.DoesNotContain(text!, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        await visit["key-revoke"].First.ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["key-state"].First).ToHaveTextAsync("revoked");
        Assert.False((await yard.Node.Grains.GetAccessKeys().FindAsync(key.Id, KeySecret.Hash(text!)))!.IsValid(yard.Node.Clock.GetUtcNow()));
        Assert.Equal(["root", "root"], [(await yard.Node.Grains.GetAuditOf(AuditActs.CreateKey, key.Id))[0].Who, (await yard.Node.Grains.GetAuditOf(AuditActs.RevokeKey, key.Id))[0].Who]);
        visit.AssertClean();
    }

    [Fact]
    public async Task Settings_tell_what_is_in_force_and_what_said_so_and_no_secret()
    {
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/settings");
        await Expect(Row("Auth:Mode").GetByTestId("setting-value")).ToHaveTextAsync("Basic");
        await Expect(Row("Auth:Mode").GetByTestId("setting-source")).ToHaveTextAsync("the host");
        await Expect(Row("Auth:Basic:Password").GetByTestId("setting-value")).ToHaveTextAsync("(set, hidden)");
        await Expect(Row("Tables:LeaseTimeout").GetByTestId("setting-value")).ToHaveTextAsync("01:00:00");
        await Expect(Row("Tables:LeaseTimeout").GetByTestId("setting-source")).ToHaveTextAsync("default");
        Assert.DoesNotContain(SignInFront.Password, await visit.Page.ContentAsync(), StringComparison.Ordinal);
        await visit.ShootAsync("settings");

        await visit.Page.Locator("#filter-key").FillAsync("tables:leasetime");
        await Expect(visit["setting-row"]).ToHaveCountAsync(1);
        await visit.GoAsync("/console/settings?node=nowhere");
        await Expect(visit["settings-silent"]).ToContainTextAsync("There is no node nowhere");
        await visit.GoAsync("/console/settings?node=test");
        await Expect(Row("Cluster:NodeName").GetByTestId("setting-value")).ToHaveTextAsync("test");
        visit.AssertClean();

        Microsoft.Playwright.ILocator Row(string key) => visit.Page.Locator($"tr[data-key='{key}']");
    }

    [Theory]
    [InlineData("queues")]
    [InlineData("queues/phone")]
    [InlineData("schedules")]
    [InlineData("compute")]
    [InlineData("nodes")]
    [InlineData("audit")]
    [InlineData("keys")]
    [InlineData("settings")]
    public async Task A_phone_shows_each_page_without_scrolling_sideways(string page)
    {
        await yard.FailAsync("phone", new string('e', 300));
        await using var visit = await yard.VisitAsync(ConsoleYard.Admin, $"/console/{page}", 390, 844, Microsoft.Playwright.ColorScheme.Dark);
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Loading")).ToHaveCountAsync(0);

        await visit.ShootAsync($"phone-{page.Replace('/', '-')}");

        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        visit.AssertClean();
    }
}
