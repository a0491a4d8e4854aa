using Switchyard.Hosting;
using Switchyard.Tasks;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole.Yard;

[Collection(YardCollection.Name)]
public sealed class SchedulePagesTests(ConsoleYard yard)
{
    [Fact]
    public async Task An_administrator_makes_changes_runs_and_deletes_a_schedule()
    {
        await using var visit = await yard.VisitAsync(ConsoleYard.Admin, "/console/schedules");
        await visit["schedule-new"].ClickAsync();
        await visit.Page.Locator("#schedule-name").FillAsync("nightly");
        await visit.Page.Locator("#schedule-cron-field").FillAsync("61 3 * * *");
        await visit.Page.Locator("#schedule-task-field").FillAsync("""{"queue": "by-clock", "payload": {"full": true}}""");
        await visit["schedule-save"].ClickAsync();
        await Expect(visit["schedule-refusal"]).ToContainTextAsync("cron is not valid");

        await visit.Page.Locator("#schedule-cron-field").FillAsync("30 3 * * *");
        await Expect(visit["schedule-form-words"]).ToHaveTextAsync("every day at 03:30");
        await visit.Page.Locator("#schedule-zone").FillAsync("Europe/Berlin");
        await visit["schedule-save"].ClickAsync();
        await Expect(visit["schedule-row"]).ToContainTextAsync("nightly");
        await Expect(visit["schedule-words"]).ToHaveTextAsync("every day at 03:30");
        await visit.ShootAsync("schedules");

        await visit["schedule-link"].ClickAsync();
        await Expect(visit["schedule-next"]).ToHaveCountAsync(5);
        await Expect(visit["schedule-missed"]).ToHaveTextAsync("are not made up for");
        await visit["schedule-edit"].ClickAsync();
        await visit.Page.GetByLabel("One run makes up").CheckAsync();
        await visit["schedule-save"].ClickAsync();
        await Expect(visit["schedule-missed"]).ToHaveTextAsync("one run makes up for them");
        await visit.ShootAsync("schedule");

        await visit["schedule-pause"].ClickAsync();
        await Expect(visit["schedule-state"]).ToHaveTextAsync("paused");
        await visit["schedule-pause"].ClickAsync();
        await Expect(visit["schedule-state"]).ToHaveTextAsync("active");
        await visit["schedule-run"].ClickAsync();
        await Expect(visit.Page.Locator(".mud-snackbar").Last).ToContainTextAsync("is submitted");
        Assert.Single((await yard.Lane.ListAsync(new TaskFilter { Queue = "by-clock" }, null, 10)).Items);

        await visit["schedule-delete"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["schedule-unknown"]).ToBeVisibleAsync();
        Assert.Equal(
            ["root", "root"],
            [(await yard.Node.Grains.GetAuditOf(TaskNames.RunScheduleAct, "nightly"))[0].Who, (await yard.Node.Grains.GetAuditOf(TaskNames.DeleteScheduleAct, "nightly"))[0].Who]);
        visit.AssertClean();
    }

    [Fact]
    public async Task An_operator_runs_and_pauses_and_a_viewer_looks()
    {
        var template = new NewTask { Queue = "by-clock-2", Payload = "1"u8.ToArray() };
        await yard.Node.Grains.Reach<IScheduleGrain>("looked-at").PutAsync(
            new ScheduleSpec("*/5 * * * *", null, false, new ScheduledTask(template, null, null, null), """{"queue":"by-clock-2","payload":1}"""u8.ToArray()));
        await using (var operators = await yard.VisitAsync(ConsoleYard.Operator, "/console/schedules/looked-at"))
        {
            await Expect(operators["schedule-run"]).ToBeVisibleAsync();
            await Expect(operators["schedule-pause"]).ToBeVisibleAsync();
            await Expect(operators["schedule-edit"]).ToHaveCountAsync(0);
            await Expect(operators["schedule-delete"]).ToHaveCountAsync(0);
        }

        await using var visit = await yard.VisitAsync(ConsoleYard.Viewer, "/console/schedules");
        await Expect(visit.Page.Locator("tr:has([data-schedule='looked-at'])").GetByTestId("schedule-words")).ToHaveTextAsync("every 5 minutes");
        foreach (var act in new[] { "schedule-new", "schedule-run", "schedule-pause", "schedule-delete" })
        {
            await Expect(visit[act]).ToHaveCountAsync(0);
        }

        visit.AssertClean();
        // The other test's list is to hold its own schedule alone.
        await yard.Node.Grains.Reach<IScheduleGrain>("looked-at").DeleteAsync();
    }
}
