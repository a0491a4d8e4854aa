using Microsoft.Playwright;
using Switchyard.Servers;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>What a person who never saw the console finds within a minute: docs/console.md says how, and this walks it.</summary>
[Collection(nameof(SampleNode))]
public sealed class QuestionsTests(SampleNode node)
{
    [Fact]
    public async Task Why_an_item_waits()
    {
        await using var visit = await node.VisitAsync("/console/campaign");
        await SearchAsync(visit, node.Work.Waiting);

        await Expect(visit["item-waiting"]).ToContainTextAsync("gpu0");
        visit.AssertClean();
    }

    [Fact]
    public async Task Why_an_item_failed_and_its_last_lines()
    {
        await using var visit = await node.VisitAsync("/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Failed", Exact = true }).ClickAsync();
        await visit["failure-newest"].Filter(new() { HasText = $"ticket {node.Work.Failed}" }).ClickAsync();

        await Expect(visit["item-error"]).ToContainTextAsync("exit code 3");
        await Expect(visit["item-log"]).ToContainTextAsync(SampleFiles.LastWords);
        visit.AssertClean();
    }

    [Fact]
    public async Task How_to_give_back_all_that_failed_since_a_time()
    {
        await using var visit = await node.VisitAsync("/console/failed");
        await visit.Page.Locator("#filter-queue").FillAsync(SampleWork.Busy);
        await visit.Page.WaitForURLAsync($"**queue={SampleWork.Busy}*");
        await visit["since-noon"].ClickAsync();
        await Expect(visit.Page.Locator("#filter-since")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("T12:00$"));
        await Expect(visit["failed-count"]).ToHaveAttributeAsync("data-value", $"{node.Work.FailedTasks}");
        await visit["retry-all"].ClickAsync();
        await Expect(visit["confirm-count"]).ToHaveAttributeAsync("data-value", $"{node.Work.FailedTasks}");
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit["operation"]).ToHaveAttributeAsync("data-state", "done");
        await Expect(visit.Page.GetByText("Nothing has failed")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Which_gpu_is_idle_and_why()
    {
        await using var visit = await node.VisitAsync("/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Compute" }).ClickAsync();

        await Expect(visit.Page.Locator("[data-testid=lane][data-source=gpu1]").GetByTestId("lane-idle")).ToContainTextAsync("Idle");
        await Expect(visit.Page.Locator("[data-testid=lane][data-source=gpu0]").GetByTestId("lane-idle")).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task Who_paused_the_queue()
    {
        await using var visit = await node.VisitAsync("/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Queues" }).ClickAsync();

        await Expect(visit.Page.GetByTestId("queue-row").Filter(new() { HasText = SampleWork.Paused }).GetByTestId("queue-pause"))
            .ToContainTextAsync($"by operator: {SampleWork.PauseReason}");
        visit.AssertClean();
    }

    private static async Task SearchAsync(Visit visit, long id)
    {
        await visit["search"].FillAsync($"{id}");
        await visit["search"].PressAsync("Enter");
    }
}
