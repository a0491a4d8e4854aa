using System.Net;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

/// <summary>All look at one node, and change nothing of it.</summary>
public sealed class FrameTests(ConsoleBrowser browser, FullNode full) : ConsoleTest(browser), IClassFixture<FullNode>
{
    private readonly ConsoleNode _node = full.Node;

    [Theory]
    [InlineData("/nonsense")]
    [InlineData("/console")]
    [InlineData("/console/nonsense")]
    [InlineData("/index.html")]
    public async Task An_unknown_path_is_not_the_console(string path)
    {
        using var client = new HttpClient { BaseAddress = _node.Address };

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.js", "text/javascript")]
    [InlineData("/console/console.css", "text/css")]
    [InlineData("/console/console.js", "text/javascript")]
    public async Task The_files_of_the_console_are_served(string path, string type)
    {
        using var client = new HttpClient { BaseAddress = _node.Address };

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Dark_mode_is_remembered_by_the_browser()
    {
        await using var visit = await VisitAsync(_node, "/console/campaign");
        await Expect(visit["tables-total"]).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(244, 246, 248)");

        await visit["dark-mode"].ClickAsync();
        await Expect(visit.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(18, 23, 29)");

        await visit.Page.ReloadAsync();
        await Expect(visit["tables-total"]).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("body")).ToHaveCSSAsync("background-color", "rgb(18, 23, 29)");
        await Expect(visit["rates-chart"].Locator("rect.ended").First).ToBeAttachedAsync();
        await visit.ShootAsync("overview-dark");
        visit.AssertClean();
    }

    [Theory]
    [InlineData("/", "phone-home")]
    [InlineData("/console/campaign", "phone-overview")]
    [InlineData("/console/tables", "phone-tables")]
    [InlineData("/console/tables/0BZK1R77", "phone-table")]
    [InlineData("/console/clients", "phone-clients")]
    public async Task A_phone_shows_each_page_without_scrolling_sideways(string path, string name)
    {
        await using var visit = await VisitByPhoneAsync(_node, path);
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(visit["health-queued"]).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Loading")).ToHaveCountAsync(0);

        await visit.ShootAsync(name);

        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        visit.AssertClean();
    }

    [Fact]
    public async Task While_the_cluster_is_away_the_last_numbers_stay_and_the_page_tries_on()
    {
        await using var visit = await VisitAsync(_node, "/console/campaign");
        await Expect(visit["tables-total"]).ToHaveTextAsync("1,248");

        using (_node.Faults.Away(new SiloUnavailableException("no silo answers")))
        {
            await Expect(visit["fault-banner"]).ToContainTextAsync("no silo answers");
            await Expect(visit["connection"]).ToContainTextAsync("Cluster away");
            await Expect(visit["tables-total"]).ToHaveTextAsync("1,248");
        }

        await Expect(visit["fault-banner"]).ToHaveCountAsync(0);
        await Expect(visit["connection"]).ToContainTextAsync("Live");
        visit.AssertClean();
    }

    [Fact]
    public async Task The_console_opens_while_the_cluster_is_away()
    {
        var away = _node.Faults.Away(new SiloUnavailableException("no silo answers"));
        await using var visit = await VisitAsync(_node, "/console/campaign");
        await Expect(visit["fault-banner"]).ToBeVisibleAsync();

        away.Dispose();
        await Expect(visit["tables-total"]).ToHaveTextAsync("1,248");
        visit.AssertClean();
    }

    [Fact]
    public async Task Everything_that_can_be_pressed_has_a_name_for_those_who_cannot_see_it()
    {
        await using var visit = await VisitAsync(_node, "/console/campaign");
        await Expect(visit["tables-total"]).ToBeVisibleAsync();

        var nameless = await visit.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('a[href], button, input:not([type=hidden])')]
              .filter(e => !(e.innerText || e.ariaLabel || e.labels?.length || e.getAttribute('aria-labelledby')))
              .map(e => e.outerHTML)
            """);

        Assert.Empty(nameless);
    }
}
