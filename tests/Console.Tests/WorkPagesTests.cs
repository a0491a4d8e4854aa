using Switchyard.Servers;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

/// <summary>Each test has queues of its own on one node.</summary>
public sealed class WorkPagesTests(ConsoleBrowser browser, WorkNode work) : ConsoleTest(browser), IClassFixture<WorkNode>
{
    private readonly ConsoleBrowser _browser = browser;
    private readonly ConsoleNode _node = work.Node;
    private readonly ConsoleTasks _tasks = work.Tasks;

    [Fact]
    public async Task The_list_follows_what_happens_and_its_conditions_stand_in_the_address()
    {
        var ids = await _tasks.SubmitAsync("follow", "first", "second");
        await using var visit = await VisitAsync(_node, "/console/work?queue=follow");
        await Expect(visit["item-row"]).ToHaveCountAsync(2);

        await _tasks.SubmitAsync("follow", "third");
        await Expect(visit["item-row"]).ToHaveCountAsync(3);
        await visit.Page.Locator("#filter-name").FillAsync("SECOND");
        await Expect(visit["item-row"]).ToHaveCountAsync(1);
        await Expect(visit["item-row"]).ToHaveAttributeAsync("data-item", ids[1].ToString(Culture));
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("queue=follow&name=SECOND"));

        await visit["filter-clear"].ClickAsync();
        await Expect(visit["filter-clear"]).ToHaveCountAsync(0);
        await visit.GoAsync("/console/work?status=nonsense");
        await Expect(visit["filter-wrong"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task What_is_being_typed_is_kept_when_another_condition_is_pressed_and_goes_with_all()
    {
        await _tasks.SubmitAsync("typed", "first", "second");
        await using var visit = await VisitAsync(_node, "/console/work?queue=typed");
        await Expect(visit["item-row"]).ToHaveCountAsync(2);

        await visit.Page.EvaluateAsync(
            """
            () => {
                const name = document.querySelector('#filter-name');
                name.value = 'second';
                name.dispatchEvent(new Event('input', { bubbles: true }));
                document.querySelector('[data-testid=order]').click();
            }
            """);

        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("(?=.*name=second)(?=.*order=asc)"));
        await Expect(visit.Page.Locator("#filter-name")).ToHaveValueAsync("second");
        await Expect(visit["item-row"]).ToHaveCountAsync(1);
        await visit["filter-clear"].ClickAsync();
        await Expect(visit.Page.Locator("#filter-name")).ToHaveValueAsync("");
        await Expect(visit.Page.Locator("#filter-queue")).ToHaveValueAsync("");
        await Expect(visit["filter-clear"]).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task What_was_chosen_is_counted_and_cancelled_when_confirmed()
    {
        var ids = await _tasks.SubmitAsync("choose", "a", "b", "c");
        await using var visit = await VisitAsync(_node, "/console/work?queue=choose&order=asc");
        await Expect(visit["item-row"]).ToHaveCountAsync(3);
        await Expect(visit["act-cancel"]).ToBeDisabledAsync();

        await visit["select-item"].Nth(0).ClickAsync();
        await visit["select-item"].Nth(1).ClickAsync();
        await visit["act-cancel"].ClickAsync();
        await Expect(visit["confirm-count"]).ToHaveTextAsync("2");
        Assert.Equal([WorkStatus.Queued, WorkStatus.Queued, WorkStatus.Queued], await _tasks.StatusesAsync(ids));
        await visit.Page.Locator("#confirm-reason").FillAsync("not needed");
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit["item-status"].Nth(1)).ToHaveTextAsync("cancelled");
        await Expect(visit["item-status"].Nth(2)).ToHaveTextAsync("queued");
        Assert.Equal([WorkStatus.Cancelled, WorkStatus.Cancelled, WorkStatus.Queued], await _tasks.StatusesAsync(ids));
        visit.AssertClean();
    }

    [Fact]
    public async Task All_that_meet_the_conditions_are_deleted_by_one_operation()
    {
        await _tasks.SubmitAsync("all", [.. Enumerable.Range(0, 60).Select(place => $"n{place}")]);
        await _tasks.FailAllAsync("all", place => $"broke {place}");
        await using var visit = await VisitAsync(_node, "/console/work?queue=all&status=failed");
        await Expect(visit["item-row"]).ToHaveCountAsync(50);
        await visit["page-next"].ClickAsync();
        await Expect(visit["item-row"]).ToHaveCountAsync(10);

        await visit["select-all-matching"].ClickAsync();
        await visit["act-delete"].ClickAsync();
        await Expect(visit["confirm-count"]).ToHaveTextAsync("60");
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit["operation"]).ToHaveAttributeAsync("data-state", "done");
        await Expect(visit["operation"]).ToContainTextAsync("60 of 60");
        await Expect(visit["empty"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task An_item_tells_why_it_waits_what_was_tried_and_what_was_written()
    {
        var id = (await _tasks.SubmitAsync("item", "one")).Single();
        await using var visit = await VisitAsync(_node, $"/console/work/{id}");
        await Expect(visit["item-waiting"]).ToBeVisibleAsync();
        await Expect(visit["timeline-waiting"]).ToBeVisibleAsync();

        var claimed = (await _tasks.ClaimAsync("item")).Single();
        await Expect(visit["timeline-running"]).ToContainTextAsync("worker-7");
        await _tasks.LogAsync(claimed, "half way\n");
        await Expect(visit["item-log"]).ToContainTextAsync("half way");

        await _tasks.CompleteAsync(claimed, """{"answer":42}""");
        await Expect(visit["item-status"]).ToHaveTextAsync("completed");
        await Expect(visit["timeline-attempt"]).ToContainTextAsync("Completed by worker-7");
        await Expect(visit["task-result"]).ToContainTextAsync("\"answer\": 42");

        await visit["item-retry"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["item-status"]).ToHaveTextAsync("queued");
        await Expect(visit["item-act"]).ToContainTextAsync("retry");
        await visit.GoAsync("/console/work/999999999");
        await Expect(visit["item-unknown"]).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task What_failed_for_one_reason_is_one_group_and_is_given_back_after_a_count()
    {
        var ids = await _tasks.SubmitAsync("broken", "a", "b", "c");
        await _tasks.FailAllAsync("broken", place => place == 2 ? "disk full" : $"no table {place}17 in run {place}");
        await using var visit = await VisitAsync(_node, "/console/failed?queue=broken");

        await Expect(visit["failure-count"]).ToHaveTextAsync(["2", "1"]);
        await Expect(visit["failure-group"].First).ToContainTextAsync("no table # in run #");
        await visit["failure-retry"].First.ClickAsync();
        await Expect(visit["confirm-count"]).ToHaveTextAsync("2");
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit["operation"]).ToHaveAttributeAsync("data-state", "done");
        await Expect(visit["failure-count"]).ToHaveTextAsync(["1"]);
        Assert.Equal([WorkStatus.Queued, WorkStatus.Queued, WorkStatus.Failed], await _tasks.StatusesAsync(ids));
        visit.AssertClean();
    }

    [Fact]
    public async Task The_search_leads_to_items_by_id_and_name_and_keys_lead_to_it()
    {
        var id = (await _tasks.SubmitAsync("search", "needle-in-hay")).Single();
        await using var visit = await VisitAsync(_node, "/console/work");
        await Expect(visit["item-row"].First).ToBeVisibleAsync();

        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("needle");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Search");
        await Expect(visit["item-row"]).ToHaveAttributeAsync("data-item", id.ToString(Culture));

        await visit["search"].FillAsync(id.ToString(Culture));
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit["item-status"]).ToHaveTextAsync("queued");

        await visit.Page.Locator("h1").ClickAsync();
        await visit.Page.Keyboard.PressAsync("?");
        await Expect(visit["shortcuts"]).ToBeVisibleAsync();
        await visit["shortcuts-close"].ClickAsync();
        await visit.Page.Keyboard.PressAsync("g");
        await visit.Page.Keyboard.PressAsync("f");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Failed");
        visit.AssertClean();
    }

    [Fact]
    public async Task The_first_key_leads_past_the_navigation()
    {
        await using var visit = await VisitAsync(_node, "/console/failed");
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Failed");

        await visit["skip"].FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        await Expect(visit.Page.Locator("main")).ToHaveCountAsync(1);
        Assert.EndsWith("/console/failed", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_sees_all_of_it_and_no_acts()
    {
        var id = (await _tasks.SubmitAsync("viewed", "a")).Single();
        await _tasks.FailAllAsync("viewed", _ => "broke");
        await using var visit = await Visit.ToAsync(_browser.Chromium, work.Front.Address, "/console/work?queue=viewed");
        await SignInFront.SignInAsync(visit, "vic");

        await Expect(visit["item-row"]).ToHaveCountAsync(1);
        await Expect(visit["selection"]).ToHaveCountAsync(0);
        await visit.GoAsync("/console/failed?queue=viewed");
        await Expect(visit["failure-count"]).ToHaveTextAsync("1");
        await Expect(visit["failure-retry"]).ToHaveCountAsync(0);
        await visit.GoAsync($"/console/work/{id}");
        await Expect(visit["item-error"]).ToContainTextAsync("broke");
        foreach (var act in new[] { "item-cancel", "item-retry", "item-delete", "item-audit" })
        {
            await Expect(visit[act]).ToHaveCountAsync(0);
        }

        visit.AssertClean();
    }

    [Fact]
    public async Task What_somebody_does_to_an_item_is_on_the_record_in_that_name()
    {
        var id = (await _tasks.SubmitAsync("named", "a")).Single();
        await using var visit = await Visit.ToAsync(_browser.Chromium, work.Front.Address, $"/console/work/{id}");
        await SignInFront.SignInAsync(visit, "root");

        await visit["item-cancel"].ClickAsync();
        await visit.Page.Locator("#confirm-reason").FillAsync("a mistake");
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit["item-status"]).ToHaveTextAsync("cancelled");
        await Expect(visit["item-act"]).ToContainTextAsync("root: cancel, a mistake");
        await visit["item-delete"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/console/work$"));
        visit.AssertClean();
    }

    [Theory]
    [InlineData("/console/work", "phone-work")]
    [InlineData("/console/failed", "phone-failed")]
    public async Task A_phone_shows_them_without_scrolling_sideways(string path, string name)
    {
        await _tasks.SubmitAsync("phone", "a-name-that-is-rather-long-for-a-phone");
        await _tasks.FailAllAsync("phone", _ => "an error that is rather long for a phone, with a path /a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p");
        await using var visit = await VisitByPhoneAsync(_node, path);
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Loading")).ToHaveCountAsync(0);

        await visit.ShootAsync(name);

        Assert.Equal(390, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.InvariantCulture;
}
