using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>What a person who never saw the console finds within a minute: docs/console.md says how, and this walks it.</summary>
[Collection(nameof(SampleNode))]
public sealed class QuestionsTests(SampleNode node)
{
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
}
