using Deque.AxeCore.Commons;
using Switchyard.Servers;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>All pages, judged by axe: in light and dark, as wide as a desk's screen and as a phone's.</summary>
[Collection(nameof(SampleNode))]
public sealed class AccessibilityTests(SampleNode node)
{
    private const int Phone = 390;

    /// <summary>Browsers that look at a time.</summary>
    private const int Eyes = 2;

    /// <summary>What is in order is not written up.</summary>
    private const string Judge = """
        async () => (await axe.run({ resultTypes: ['violations'] })).violations
          .filter(violation => ['serious', 'critical'].includes(violation.impact))
          .flatMap(violation => violation.nodes.map(node => `${violation.id} (${violation.impact}) at ${node.html}`))
        """;

    [Fact]
    public async Task No_page_has_a_serious_finding()
    {
        var findings = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var axe = new BundledAxeScriptProvider().GetScript();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Eyes, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(SamplePage.All(node.Work), options, async (page, _) =>
        {
            await using var visit = await node.VisitAsync(page.Path);
            await SettledAsync(visit);
            await visit.Page.EvaluateAsync(axe);
            await JudgeAsync(visit, $"{page.Name}, light");
            await visit.Page.SetViewportSizeAsync(Phone, 844);
            await JudgeAsync(visit, $"{page.Name}, light, phone");
            var width = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (width > Phone)
            {
                findings.Enqueue($"{page.Name}: scrolls sideways on a phone, it is {width} wide");
            }

            await visit["dark-mode"].ClickAsync();
            await visit.Page.Mouse.MoveAsync(1, 800);
            await Expect(visit.Page.Locator("html[data-theme=dark]")).ToHaveCountAsync(1);
            await JudgeAsync(visit, $"{page.Name}, dark, phone");
            await visit.Page.SetViewportSizeAsync(1280, 900);
            await JudgeAsync(visit, $"{page.Name}, dark");
        });

        Assert.True(findings.IsEmpty, string.Join('\n', findings.Order()));

        async Task JudgeAsync(Visit visit, string where)
        {
            foreach (var found in await visit.Page.EvaluateAsync<string[]>(Judge))
            {
                findings.Enqueue($"{where}: {found}");
            }
        }
    }

    /// <summary>What is there to be seen is there.</summary>
    internal static async Task SettledAsync(Visit visit)
    {
        await Expect(visit.Page.Locator("h1").First).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Loading", new() { Exact = true })).ToHaveCountAsync(0);
    }
}
