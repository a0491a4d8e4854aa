using Switchyard.Acceptance.Expertise;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>The pages of the Expertise door, with a job that was really scored.</summary>
[Collection(nameof(SampleNode))]
public sealed class ExpertisePagesTests(SampleNode node)
{
    [Fact]
    public async Task Scores_are_paged_searched_and_put_in_order()
    {
        await using var visit = await node.VisitAsync("/console/expertise");
        await visit["job-link"].First.ClickAsync();
        await Expect(visit["step-dataset"]).ToHaveTextAsync("completed");
        await Expect(visit["step-scoring"]).ToHaveTextAsync("completed");
        await Expect(visit["metadata-submissions"]).ToHaveTextAsync("30");
        await Expect(visit["score-row"]).ToHaveCountAsync(25);

        // 30 submissions and four members. A button that moves while pages are read is missed by who clicks again.
        await visit.Page.EvaluateAsync(
            """
            window.tops = new Set();
            (function look() {
              const button = document.querySelector('[data-testid=page-next]');
              const card = document.querySelector('[data-testid=scores-card]');
              window.tops.add(button && card ? Math.round(button.getBoundingClientRect().top - card.getBoundingClientRect().top) : -1);
              requestAnimationFrame(look);
            })();
            """);
        for (var page = 2; page <= 4; page++)
        {
            await visit["page-next"].ClickAsync();
            await Expect(visit.Page.GetByText($"Page {page}")).ToBeVisibleAsync();
        }

        Assert.Single(await visit.Page.EvaluateAsync<int[]>("[...window.tops]"));
        await visit["page-next"].ClickAsync();
        await Expect(visit.Page.GetByText("Page 5")).ToBeVisibleAsync();
        await Expect(visit["score-row"]).ToHaveCountAsync(20);
        await Expect(visit["page-next"]).ToBeDisabledAsync();
        await visit.Page.Locator("#scores-search").FillAsync("bob_bird");
        await Expect(visit.Page.GetByText("Page 1")).ToBeVisibleAsync();
        await Expect(visit["score-row"]).ToHaveCountAsync(25);
        await visit.Page.GetByLabel("Highest first").CheckAsync();
        await Expect(visit.Page.GetByLabel("Highest first")).ToBeCheckedAsync();
        await Expect(visit["scores-card"]).ToContainTextAsync("120 lines");
        var scores = await visit["score"].AllInnerTextsAsync();
        Assert.Equal(scores.Select(Number).OrderDescending(), scores.Select(Number));
        Assert.True(Number(scores[0]) > 0);

        await visit.Page.GetByLabel("Sparse").CheckAsync();
        await Expect(visit["scores-download"]).ToHaveAttributeAsync("href", $"console/expertise/{node.Work.Scored}/sparse.csv");
        var file = await node.Door.GetAsync($"/console/expertise/{node.Work.Scored}/scores.csv");
        Assert.Equal(120, file.Text.TrimEnd().Split('\n').Length);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_job_that_failed_tells_why_and_is_deleted()
    {
        var id = await new ExpertiseClient(node.Door, "me").SubmitSeedAsync(System.Text.Json.Nodes.JsonNode.Parse(
            """{"name": "empty one", "model": "bm25", "csv_expertise": ["~Ann_Rail1,p1,,"], "csv_submissions": ["s1,On rails,rails"]}""")!);
        await using var visit = await node.VisitAsync($"/console/expertise/{id}");
        await Expect(visit["job-error"]).ToBeVisibleAsync();
        await visit["job-delete"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();

        await Expect(visit["job-unknown"]).ToBeVisibleAsync();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await node.Door.GetAsync($"/api/v1/work/{id}")).Status);
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
