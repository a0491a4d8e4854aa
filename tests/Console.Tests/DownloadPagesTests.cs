using System.IO.Compression;
using Microsoft.Playwright;
using Switchyard.Compute;
using Switchyard.Downloads;
using Switchyard.Nodes;
using Switchyard.Servers;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class DownloadPagesTests(ConsoleBrowser browser, SharedPostgres postgres) : ConsoleTest(browser)
{
    [Fact]
    public async Task A_door_that_is_off_tells_how_to_open_it()
    {
        await StartAsync();
        await using var visit = await VisitAsync("/console/failed");
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
        await using var application = await LabelForward.StartAsync(postgres);
        var classifier = await application.Tables.AddClassifierAsync([]);
        await StartAsync(null, application.Settings);
        var listener = Node.Grains.GetDownloadListener();
        await ListeningAsync();
        await Node.Grains.GetClassifier(classifier).RequestAsync("http");
        await application.Redis.PublishAsync(DownloadNames.Channel, "clf-99");
        await application.Redis.PublishAsync(DownloadNames.Channel, "clf-" + Samples.Hostile);
        await Eventually.IsAsync(async () => (await listener.GetEventsAsync(10)).Count == 3);
        await using var visit = await VisitAsync("/console/downloads");

        await Expect(visit["listener-state"]).ToHaveTextAsync("On");
        await Expect(visit["listener-redis"]).ToHaveTextAsync("Listening");
        await Expect(visit["listener-hint"]).ToHaveCountAsync(0);
        await Expect(visit["event-text"]).ToHaveTextAsync(["clf-" + Samples.Hostile, "clf-99", $"clf-{classifier}"]);
        await Expect(visit["event-source"]).ToHaveTextAsync(["redis", "redis", "http"]);
        await Expect(visit["event-classifier"]).ToHaveTextAsync(["\u2013", "99", $"{classifier}"]);
        await Expect(visit["event-outcome"]).ToHaveTextAsync(["it names no classifier: expected 'clf-' and a positive number", "there is no such classifier", "a build was made"]);
        await Expect(visit["event-refused"]).ToHaveCountAsync(2);
        await Expect(visit["event-classifier"].Last.Locator("a")).ToHaveAttributeAsync("href", $"downloads/{classifier}/status");
        await visit.ShootAsync("downloads");
        visit.AssertClean();
    }

    [Fact]
    public async Task Builds_lead_to_their_work_items_and_no_table_is_among_them()
    {
        await using var application = await LabelForward.StartAsync(postgres);
        await StartAsync(files => files.Table("a table"), application.Settings[..1]);
        var failed = await BuildAsync(application, new RunResult { Outcome = RunOutcome.Failed, Error = "The model is refused.", IsInputWrong = true });
        var running = await BuildAsync(application, null);
        await using var visit = await VisitAsync("/console/downloads");

        await Expect(visit["build-row"]).ToHaveTextAsync([$"{running}", $"{failed}"]);
        await Expect(visit["build-status"]).ToHaveTextAsync(["running", "failed"]);
        await Expect(visit["build-error"].Last).ToHaveTextAsync("The model is refused.");
        await Expect(visit["build-link"].First).ToHaveAttributeAsync("href", $"console/work/{running}");
        await Expect(visit["listener-hint"]).ToContainTextAsync("Downloads:Redis is not set");
    }

    [Fact]
    public async Task A_build_shows_what_is_in_its_archive_until_a_newer_one_takes_its_place()
    {
        await using var application = await LabelForward.StartAsync(postgres);
        await StartAsync(null, application.Settings[..1]);
        var classifier = await application.Tables.AddClassifierAsync([]);
        var build = await BuildAsync(classifier, new RunResult { Outcome = RunOutcome.Completed });
        await application.Tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES ($1, $2)", classifier, await ArchiveAsync(
            ("texts.json", """{"texts":["one","two"]}"""), ("readme.txt", Samples.Hostile), ("long.csv", "a,b\n" + new string('x', 9_000))));
        await using var visit = await VisitAsync($"/console/work/{build}");

        await Expect(visit["archive-card"]).ToBeVisibleAsync();
        await Expect(visit["result-file"]).ToHaveCountAsync(3);
        await Expect(visit["result-text"].First).ToContainTextAsync("\"one\"");
        await Expect(visit["result-text"].Nth(1)).ToHaveTextAsync(Samples.Hostile);
        Assert.True((await visit["result-text"].Nth(2).TextContentAsync())!.Length < 5_000);
        await Expect(visit["archive-download"]).ToHaveAttributeAsync("href", $"downloads/{classifier}");

        await BuildAsync(classifier, null);
        await visit.GoAsync($"/console/work/{build}");
        await Expect(visit["no-archive"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task The_page_follows_a_redis_that_goes_away()
    {
        await using var application = await LabelForward.StartAsync(postgres);
        await StartAsync(null, application.Settings);
        await using var visit = await VisitAsync("/console/downloads");
        await Expect(visit["listener-redis"]).ToHaveTextAsync("Listening");

        await application.Redis.DownAsync();

        await Expect(visit["listener-redis"]).ToHaveTextAsync("Not connected");
        await Expect(visit["listener-hint"]).ToContainTextAsync("is lost there");
    }

    [Fact]
    public async Task A_phone_shows_it_without_scrolling_sideways()
    {
        await using var application = await LabelForward.StartAsync(postgres);
        await StartAsync(null, application.Settings);
        await ListeningAsync();
        await application.Redis.PublishAsync(DownloadNames.Channel, new string('x', 200));
        await BuildAsync(application, new RunResult { Outcome = RunOutcome.Failed, Error = new string('z', 200), IsInputWrong = true });
        await Eventually.IsAsync(async () => (await Node.Grains.GetDownloadListener().GetEventsAsync(10)).Count == 2);
        await using var visit = await VisitByPhoneAsync(Node, "/console/downloads");
        await Expect(visit["event-row"]).ToHaveCountAsync(2);

        await visit.ShootAsync("phone-downloads");

        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        visit.AssertClean();
    }

    private Task ListeningAsync() =>
        Eventually.IsAsync(async () => await Node.Grains.GetDownloadListener().GetStateAsync() is { IsOn: true, HearsRedis: true });

    /// <summary>A build that a source has, or had.</summary>
    /// <param name="result">How its run ended; null: it goes on.</param>
    /// <returns>The id of its item.</returns>
    private async Task<long> BuildAsync(LabelForward application, RunResult? result) => await BuildAsync(await application.Tables.AddClassifierAsync([]), result);

    private static async Task<byte[]> ArchiveAsync(params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        await using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                await using var file = new StreamWriter(await zip.CreateEntry(name).OpenAsync(Cancelled));
                await file.WriteAsync(text);
            }
        }

        return packed.ToArray();
    }

    /// <inheritdoc cref="BuildAsync(LabelForward, RunResult?)"/>
    private async Task<long> BuildAsync(int classifier, RunResult? result)
    {
        var id = (await Node.Grains.GetClassifier(classifier).RequestAsync("http")).ItemId!.Value;
        var build = Node.Grains.GetGrain<IDownloadGrain>(
            GrainId.Create(GrainType.Create(DownloadNames.Kind), GrainIdKeyExtensions.CreateIntegerKey(id)));
        var run = (await build.StartAsync(ConsoleNode.Source, TimeSpan.FromHours(1)))!;
        if (result is not null)
        {
            Assert.Equal(ActOutcome.Accepted, await build.EndAsync(run.LeaseNumber, result));
        }

        return id;
    }
}
