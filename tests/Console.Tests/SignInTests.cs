using Switchyard.Servers;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class SignInTests(ConsoleBrowser browser) : ConsoleTest(browser), IAsyncLifetime
{
    private readonly ConsoleBrowser _browser = browser;
    private SignInFront _front = null!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync(files => files.Table("t"));
        _front = await SignInFront.StartAsync(Node);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await _front.DisposeAsync();
        await DisposeAsync();
    }

    [Fact]
    public async Task Who_asks_for_a_page_signs_in_first_and_comes_to_it()
    {
        await using var visit = await Visit.ToAsync(_browser.Chromium, _front.Address, "/console/tables?status=queued");
        await Expect(visit.Page).ToHaveTitleAsync("Sign in · Switchyard");
        await visit.ShootAsync("sign-in");

        await SignInFront.SignInAsync(visit, "vic", "wrong");
        await Expect(visit["sign-in-problem"]).ToBeVisibleAsync();
        await SignInFront.SignInAsync(visit, "vic");

        await Expect(visit["person"]).ToHaveTextAsync("vic");
        Assert.EndsWith("/console/tables?status=queued", visit.Page.Url, StringComparison.Ordinal);

        await visit["person"].ClickAsync();
        await Expect(visit["signed-in-as"]).ToHaveTextAsync("vic");
        await visit["sign-out"].ClickAsync();
        await Expect(visit["sign-in"]).ToBeVisibleAsync();
        await visit.Page.GotoAsync(_front.Address.ToString());
        await Expect(visit["sign-in"]).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_viewer_is_shown_no_acts()
    {
        await using var visit = await Visit.ToAsync(_browser.Chromium, _front.Address, "/console/campaign");
        await SignInFront.SignInAsync(visit, "vic");

        await Expect(visit["tables-total"]).ToBeVisibleAsync();
        await Expect(visit["queue-state"]).ToBeVisibleAsync();
        foreach (var act in new[] { "pause", "pause-reason", "import-start", "reset-dry-run" })
        {
            await Expect(visit[act]).ToHaveCountAsync(0);
        }

        visit.AssertClean();
    }

    [Fact]
    public async Task What_an_administrator_does_is_done_in_that_name()
    {
        await using var visit = await Visit.ToAsync(_browser.Chromium, _front.Address, "/console/campaign");
        await SignInFront.SignInAsync(visit, "root");

        await visit.Page.Locator("#pause-reason").FillAsync("cleaning");
        await visit["pause"].ClickAsync();

        await Expect(visit["pause-banner"]).ToContainTextAsync("was paused by root: cleaning");
        Assert.Equal("root", (await Node.Campaign.Queue.GetStatusAsync()).Pause?.By);
        visit.AssertClean();
    }
}
