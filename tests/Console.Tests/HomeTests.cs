using Switchyard.Hosting;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole;

public sealed class HomeTests(ConsoleBrowser browser, WorkNode work) : ConsoleTest(browser), IClassFixture<WorkNode>
{
    [Fact]
    public async Task All_doors_and_what_needs_attention_are_seen_at_once()
    {
        await using var visit = await VisitAsync(work.Node, "/");
        await Expect(visit["door"]).ToHaveCountAsync(6);
        await Expect(visit["home-source"]).ToHaveCountAsync(1);
        await Expect(visit["no-concern"]).ToBeVisibleAsync();
        await Expect(visit["health-queued"]).ToHaveTextAsync("0");
        var tasks = visit.Page.Locator("[data-door=Tasks]");

        await work.Tasks.SubmitAsync("mail", "a", "b", "c");
        await Expect(tasks.GetByTestId("door-waiting")).ToHaveTextAsync("3");
        await Expect(tasks.GetByTestId("door-eta")).ToHaveTextAsync("unknown: nothing ended in 5 minutes");
        await Expect(visit["concern"]).ToContainTextAsync("3 wait in mail, and no worker was seen in 5 minutes");
        await Expect(visit["health-queued"]).ToHaveTextAsync("3");

        await work.Node.Grains.Reach<IQueueGrain>("mail").PauseAsync("kim", "the server moves");
        await Expect(visit["concern"]).ToContainTextAsync("Queue mail was paused by kim: the server moves");
        await Expect(tasks.GetByTestId("door-eta")).ToHaveTextAsync("never: paused");

        await work.Node.Grains.Reach<IQueueGrain>("mail").ResumeAsync("kim");
        await work.Tasks.FailAllAsync("mail", _ => "broke");
        await Expect(tasks.GetByTestId("door-failed")).ToHaveTextAsync("3");
        await visit["concern"].Filter(new() { HasText = "3 failed in mail" }).GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await Expect(visit["failure-count"]).ToHaveTextAsync("3");
        visit.AssertClean();
    }
}
