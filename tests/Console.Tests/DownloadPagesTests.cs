using Microsoft.Playwright;
using Switchyard.Downloads;
using Switchyard.Servers;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

[Collection(ConsoleSuite.Name)]
public sealed class DownloadPagesTests
{
    private readonly ConsoleHost _host;

    public DownloadPagesTests(ConsoleHost host)
    {
        _host = host;
        host.Campaign.Clear();
        host.Jobs.Clear();
        host.Downloads.Clear();
    }

    [Fact]
    public async Task A_door_that_is_off_tells_how_to_open_it()
    {
        await using var visit = await Visit.ToAsync(_host, "/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Downloads" }).ClickAsync();

        await Expect(visit["listener-state"]).ToHaveTextAsync("Off");
        await Expect(visit["listener-hint"]).ToContainTextAsync("Downloads:ConnectionString");
        await Expect(visit["listener-redis"]).ToHaveCountAsync(0);
        await Expect(visit["no-events"]).ToBeVisibleAsync();
        await Expect(visit["no-builds"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task What_was_heard_is_shown_and_what_was_refused_is_marked()
    {
        _host.Downloads.Listener = new ListenerState(IsOn: true, HearsRedis: true);
        _host.Downloads.Events =
        [
            new(CampaignState.Start.AddSeconds(2), "redis", "clf-" + Samples.Hostile, null, "no classifier's id", IsRefused: true),
            new(CampaignState.Start.AddSeconds(1), "redis", "clf-99", 99, "there is no such classifier", IsRefused: true),
            new(CampaignState.Start, "http", "clf-7", 7, "asked for", IsRefused: false),
        ];
        await using var visit = await Visit.ToAsync(_host, "/console/downloads");

        await Expect(visit["listener-state"]).ToHaveTextAsync("On");
        await Expect(visit["listener-redis"]).ToHaveTextAsync("Listening");
        await Expect(visit["listener-hint"]).ToHaveCountAsync(0);
        await Expect(visit["event-text"]).ToHaveTextAsync(["clf-" + Samples.Hostile, "clf-99", "clf-7"]);
        await Expect(visit["event-source"]).ToHaveTextAsync(["redis", "redis", "http"]);
        await Expect(visit["event-classifier"]).ToHaveTextAsync(["\u2013", "99", "7"]);
        await Expect(visit["event-outcome"]).ToHaveTextAsync(["no classifier's id", "there is no such classifier", "asked for"]);
        await Expect(visit["event-refused"]).ToHaveCountAsync(2);
        await Expect(visit["event-classifier"].Last.Locator("a")).ToHaveAttributeAsync("href", "downloads/7/status");
        await visit.ShootAsync("downloads");
        visit.AssertClean();
    }

    [Fact]
    public async Task Builds_lead_to_their_work_items_and_no_table_is_among_them()
    {
        _host.Downloads.Listener = new ListenerState(IsOn: true, HearsRedis: null);
        _host.Campaign.Add(TestTable.Named(1, "a table"));
        _host.Downloads.Builds =
        [
            DownloadsState.Build(42, 7, WorkStatus.Running),
            DownloadsState.Build(41, 8, WorkStatus.Failed, "The model is refused."),
        ];
        await using var visit = await Visit.ToAsync(_host, "/console/downloads");

        await Expect(visit["build-row"]).ToHaveTextAsync(["42", "41"]);
        await Expect(visit["build-status"]).ToHaveTextAsync(["running", "failed"]);
        await Expect(visit["build-error"].Last).ToHaveTextAsync("The model is refused.");
        await Expect(visit["build-link"].First).ToHaveAttributeAsync("href", "api/v1/work/42");
        await Expect(visit["listener-hint"]).ToContainTextAsync("Downloads:Redis is not set");
    }

    [Fact]
    public async Task The_page_follows_a_redis_that_goes_away()
    {
        _host.Downloads.Listener = new ListenerState(IsOn: true, HearsRedis: true);
        await using var visit = await Visit.ToAsync(_host, "/console/downloads");
        await Expect(visit["listener-redis"]).ToHaveTextAsync("Listening");

        _host.Downloads.Listener = new ListenerState(IsOn: true, HearsRedis: false);

        await Expect(visit["listener-redis"]).ToHaveTextAsync("Not connected");
        await Expect(visit["listener-hint"]).ToContainTextAsync("is lost there");
    }

    [Fact]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        _host.Downloads.Listener = new ListenerState(IsOn: true, HearsRedis: false);
        _host.Downloads.Events = [new(CampaignState.Start, "redis", new string('x', 200), null, new string('y', 200), IsRefused: true)];
        _host.Downloads.Builds = [DownloadsState.Build(42, 7, WorkStatus.Failed, new string('z', 200))];
        await using var visit = await Visit.ToAsync(_host, "/console/downloads", width: 390, height: 844, scheme: ColorScheme.Dark);
        await Expect(visit["event-row"]).ToHaveCountAsync(1);

        await visit.ShootAsync("phone-downloads");

        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        visit.AssertClean();
    }
}
